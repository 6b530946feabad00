package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCSV(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want [][]string
	}{
		"commas":        {"a,b\n1,\"x, y\"\n", [][]string{{"a", "b"}, {"1", "x, y"}}},
		"semicolons":    {"a;b\n1,5;2\n", [][]string{{"a", "b"}, {"1,5", "2"}}},
		"tabs":          {"\ufeffa\tb\r\n退款\t五天\r\n", [][]string{{"a", "b"}, {"退款", "五天"}}},
		"ragged, empty": {"a,b\n\n,,\n1\n", [][]string{{"a", "b"}, {"1"}}},
		"lines in cell": {"a,b\n\"one\r\ntwo\",2\n", [][]string{{"a", "b"}, {"one\ntwo", "2"}}},
		"stray quotes":  {"a,b\n5\" disk,2\n", [][]string{{"a", "b"}, {"5\" disk", "2"}}},
	} {
		table, err := CSV([]byte(c.body))
		if diff := cmp.Diff(c.want, table.Rows); err != nil || diff != "" {
			t.Errorf("%s: %v, -want +got\n%s", name, err, diff)
		}
	}
	if _, err := CSV([]byte(strings.Repeat(strings.Repeat(",", 999)+"\n", MaxCells/1000+1))); !errors.Is(err, ErrSize) {
		t.Errorf("too many cells: %v", err)
	}
}

func TestEntries(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []Entry
	}{
		"English": {"ID,Question,Answer,Similar questions,Negative questions,Category\n7,How long does  a refund take?,5 days.,When is it paid? How soon?,How do I return?,Refunds\n,,no question,,,\n",
			[]Entry{{ID: "7", Question: "How long does a refund take?", Answer: "5 days.", Similar: []string{"When is it paid?", "How soon?"}, Not: []string{"How do I return?"}, Labels: map[string]string{"category": "Refunds"}}}},
		"Chinese": {"标准问题,答案,相似问题,语言\n怎么退款？,在订单页面点击退款。,如何退货退款|退钱,zh\n",
			[]Entry{{Question: "怎么退款？", Answer: "在订单页面点击退款。", Similar: []string{"如何退货退款", "退钱"}, Language: "zh"}}},
		"several columns": {"question,answer,similar 1,similar 2,url\nA?,b,c?,d?,https://x.example/a\n",
			[]Entry{{Question: "A?", Answer: "b", Similar: []string{"c?", "d?"}, URL: "https://x.example/a"}}},
		"another table": {"plan,fee\nbasic,3\n", nil},
		"two answers":   {"question,answer,answer\na,b,c\n", nil},
		"only a head":   {"question,answer\n", nil},
	} {
		table, err := CSV([]byte(c.body))
		if err != nil {
			t.Fatal(err)
		}
		got, ok := table.Entries()
		if diff := cmp.Diff(c.want, got); diff != "" || ok != (c.want != nil) {
			t.Errorf("%s: %v -want +got\n%s", name, ok, diff)
		}
	}
}

// workbook packs parts.
func workbook(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, body := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			panic(err) // a buffer takes everything
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

const relationships = `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="/xl/worksheets/sheet2.xml"/></Relationships>`

func sample() map[string]string {
	return map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="rel"><sheets><sheet name="Fees" sheetId="1" r:id="r1"/><sheet name="Old" state="hidden" r:id="r2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": relationships,
		"xl/sharedStrings.xml":       `<sst><si><t>Plan</t></si><si><r><t>Fee </t></r><r><t>(EUR)</t></r><rPh><t>reading</t></rPh></si></sst>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="yyyy\-mm\-dd"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>
			<row><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>From</t></is></c></row>
			<row><c r="A2" t="str"><f>x</f><v>Basic</v></c><c r="B2"><v>0.30000000000000004</v></c><c r="C2" s="2"><v>0.05</v></c><c r="D2" s="1"><v>46053</v></c></row>
			<row><c r="A3" t="b"><v>1</v></c><c r="B3" t="s"><v>99</v></c></row><row/></sheetData></worksheet>`,
		"xl/worksheets/sheet2.xml": `<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>`,
	}
}

func TestXLSX(t *testing.T) {
	tables, err := XLSX(workbook(sample()))
	want := []Table{{Name: "Fees", Rows: [][]string{{"Plan", "Fee (EUR)", "", "From"}, {"Basic", "0.3", "5%", "2026-01-31"}, {"TRUE"}}}}
	if diff := cmp.Diff(want, tables); err != nil || diff != "" {
		t.Errorf("%v, -want +got\n%s", err, diff)
	}
}

func TestHostileWorkbooks(t *testing.T) {
	with := func(name, body string) []byte {
		parts := sample()
		parts[name] = body
		return workbook(parts)
	}
	for name, body := range map[string][]byte{
		"not a file":     []byte("PK\x03\x04"),
		"far columns":    with("xl/worksheets/sheet1.xml", `<row><c r="ZZZZZZ1"><v>1</v></c></row>`),
		"too many cells": with("xl/worksheets/sheet1.xml", strings.Repeat(`<row><c r="XFD1"><v>1</v></c></row>`, 100)),
		"broken XML":     with("xl/worksheets/sheet1.xml", "<row><c><v>1</x></row><"),
	} {
		if tables, err := XLSX(body); err == nil {
			t.Errorf("%s: %d tables, want an error", name, len(tables))
		}
	}
	if _, err := xlsx(with("xl/worksheets/sheet1.xml", "<row><c><v>"+strings.Repeat("0", 1<<20)), 1<<19); !errors.Is(err, errPart) {
		t.Errorf("bomb: %v", err)
	}
	for name, body := range map[string][]byte{
		"empty": workbook(nil), "entities": with("xl/worksheets/sheet1.xml", `<!DOCTYPE x [<!ENTITY a "aaaa">]><row><c><v>&a;&a;</v></c></row>`),
		"no relationship": with("xl/_rels/workbook.xml.rels", "<x/>"),
	} {
		if _, err := XLSX(body); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"question,answer\na,b", "a;b\n\"", "\t\n\t", "问题,答案\n怎么？,是"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		table, err := CSV(body)
		if err != nil {
			return
		}
		for i, row := range table.Rows {
			if len(row) == 0 || row[len(row)-1] == "" {
				t.Errorf("row %d is empty, or ends empty: %q", i, row)
			}
		}
		if entries, ok := table.Entries(); ok != (len(entries) > 0) {
			t.Error("no entries, but questions and answers")
		}
	})
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<row><c r="A1" t="s"><v>0</v></c></row>`, "<sst><si><t>a</t></si></sst>")
	f.Add("<row><c r=\"BB\"><is><t>", "<si><rPh>")
	f.Fuzz(func(t *testing.T, sheet, shared string) {
		parts := sample()
		parts["xl/worksheets/sheet1.xml"], parts["xl/sharedStrings.xml"] = sheet, shared
		tables, err := XLSX(workbook(parts))
		if err == nil && len(fmt.Sprint(tables)) > 20*(len(sheet)+1)*(len(shared)+1)*maxColumns {
			t.Error("much of little")
		}
	})
}

// A row that is there twice is one entry; a second answer is another.
func TestEqualRows(t *testing.T) {
	table, err := CSV([]byte("问题,答案\n怎么退款？,点击退款。\n怎么退款？,点击退款。\n怎么退款？,联系客服。\n"))
	if err != nil {
		t.Fatal(err)
	}
	if all, ok := table.Entries(); !ok || len(all) != 2 {
		t.Errorf("%d entries: %v", len(all), all)
	}
}
