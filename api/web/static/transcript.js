// Takes a pasted transcript apart: lines that begin with who speaks.
//
//   Customer: Where is my refund?        10:32 客户：退款在哪里？
//   Agent (10:33): Let me see.           [10:33] 客服: 我看一下。
//
// A line without a speaker goes on with the message before it.

const customers = "customer|client|user|visitor|guest|caller|buyer|客户|顾客|用户|访客|买家|来电人|客戶|顧客|用戶|訪客";
const agents = "agent|support|representative|operator|advisor|assistant|seller|客服|坐席|座席|人工客服|商家|卖家|店家|專員|专员";
const time = String.raw`[\[(（]?\d{1,4}[-/:.\d\s,年月日T]*(?:[ap]\.?m\.?)?[\])）]?`;
const line = new RegExp(String.raw`^\s*(?:${time}\s*[-–]?\s*)?(?:(${customers})|(${agents}))\s*(?:${time})?\s*[:：]\s*(.*)$`, "iu");

/** Messages of a text, null if its first line names no speaker. */
export function transcript(text) {
  const turns = [];
  for (const written of text.split(/\r?\n/)) {
    const found = line.exec(written);
    if (found) turns.push({ role: found[1] ? "customer" : "agent", text: found[3] });
    else if (turns.length) turns.at(-1).text += `\n${written}`;
    else if (written.trim()) return null;
  }
  const said = turns.map((turn) => ({ ...turn, text: turn.text.trim() })).filter((turn) => turn.text);
  return said.length ? said : null;
}
