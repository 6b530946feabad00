// Package privacy finds what tells who somebody is, or lets others act in their
// name, in what people write: e-mail addresses, telephone numbers, payment
// cards, bank accounts, identity numbers, passwords and keys. What patterns and
// checksums can find is found; names and street addresses are not.
//
//	Mask("I am ann@example.org")  ->  "I am [email]"
//
// Numbers are taken for what their checksum says they are (Luhn for cards, mod
// 97 for IBAN, the check digit of a Chinese identity number); where there is
// none, the words before them decide.
package privacy
