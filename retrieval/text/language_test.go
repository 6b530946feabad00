package text

import "testing"

func TestLanguage(t *testing.T) {
	for s, want := range map[string]string{
		"How do I reset my API key?":           "en",
		"refunds":                              "en",
		"Do students get a discount?":          "en",
		"As a guest, do I pay no fee?":         "en",
		"Kubernetes ingress timeout":           "en",
		"怎么重置 API key":                         "zh",
		"怎麼重設密碼？":                              "zh",
		"API key 怎么办":                          "zh",
		"React Native Windows macOS Linux 支持吗": "zh",
		"OpenTelemetry Collector 是什么":          "zh",
		"退款":                                   "zh",
		"Translate 退款 into English, please":    "en",
		"What does the button 设置 do?":          "en",
		"パスワードをリセットする方法":                       "ja",
		"APIキーの再発行":                            "ja",
		"비밀번호를 어떻게 재설정하나요?":                    "ko",
		"Как сбросить пароль? Мы её забыли, и это важно для работы": "ru",
		"Як скинути пароль для її облікового запису":                "uk",
		"كيف يمكنني إعادة تعيين كلمة المرور":                        "ar",
		"איך מאפסים סיסמה":                                                     "he",
		"รีเซ็ตรหัสผ่านอย่างไร":                                                "th",
		"Wie kann ich mein Passwort zurücksetzen und was ist zu tun?":          "de",
		"Comment puis-je réinitialiser mon mot de passe dans les paramètres ?": "fr",
		"¿Cómo puedo restablecer la contraseña de mi cuenta?":                  "es",
		"Como posso redefinir a senha da minha conta? Não está no menu":        "pt",
		"Come posso reimpostare la password del mio account? Non è nel menu":   "it",
		"Hoe kan ik mijn wachtwoord opnieuw instellen en waar is het menu?":    "nl",
		"":                  "",
		"123 45.6 !!!":      "",
		"👍":                 "",
		"v2":                "",
		"\xff\xfe":          "",
		"čeština žluťoučký": "",
	} {
		if got := Language(s); got != want {
			t.Errorf("Language(%q) = %q, want %q", s, got, want)
		}
	}
}
