package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"regexp"
	"strconv"

	reader "github.com/ledongthuc/pdf"
)

// Many files are encrypted only to forbid printing or copying: they open
// without a password, that is with the empty one (ISO 32000-2, 7.6). Their
// streams are decrypted in their places, so that all that follows, the limits
// on what they unpack to among it, sees a plain file. Strings outside streams
// (the title) are left out.

// renamed stands for the name /Encrypt in a file that is read without it.
const (
	encryptName = "/Encrypt"
	renamed     = "/Xncrypt"
)

// decrypt returns a file without its encryption; ErrEncrypted if it needs a
// password or is encrypted in another way than the standard one.
func decrypt(body []byte) (plain []byte, err error) {
	defer func() {
		if recover() != nil { // how the reader reports what it cannot read
			plain, err = nil, ErrEncrypted
		}
	}()
	plain = bytes.ReplaceAll(body, []byte(encryptName), []byte(renamed))
	r, err := reader.NewReader(bytes.NewReader(plain), int64(len(plain)))
	if err != nil {
		return nil, ErrEncrypted
	}
	c := cipherOf(r.Trailer())
	if c == nil {
		return nil, ErrEncrypted
	}
	for _, s := range streamsOf(plain) {
		c.decrypt(plain[s.start:s.end], s)
	}
	return bytes.ReplaceAll(plain, []byte("/Info"), []byte("/Xnfo")), nil
}

// fileCipher decrypts the streams of one file.
type fileCipher struct {
	key []byte
	aes bool // in blocks; otherwise RC4
	own bool // one key for all streams
}

// cipherOf is the cipher of a file that opens with the empty password, nil of
// another.
func cipherOf(trailer reader.Value) *fileCipher {
	e := trailer.Key(renamed[1:])
	if e.Key("Filter").Name() != "Standard" {
		return nil
	}
	v, revision, bits := e.Key("V").Int64(), e.Key("R").Int64(), e.Key("Length").Int64()
	c := &fileCipher{}
	switch v {
	case 1:
		bits = 40
	case 2:
	case 4, 5:
		method := e.Key("CF").Key(e.Key("StmF").Name()).Key("CFM").Name()
		c.aes, c.own = method == "AESV2" || method == "AESV3", method == "AESV3"
		if bits = 128; method == "None" || method == "" {
			return nil
		}
	default:
		return nil
	}
	if v == 5 {
		c.key = key256(e, revision)
	} else {
		c.key = key128(e, trailer.Key("ID").Index(0).RawString(), min(max(bits/8, 5), 16))
	}
	if c.key == nil {
		return nil
	}
	return c
}

// padding is what a password is filled up with (7.6.4.3.2).
var padding = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// key128 is the key of up to 128 bits that the empty password gives (algorithm
// 2), nil if it is not the one that the file was encrypted with (4 and 5).
func key128(e reader.Value, id string, size int64) []byte {
	revision := e.Key("R").Int64()
	in := append(bytes.Clone(padding), e.Key("O").RawString()...)
	in = binary.LittleEndian.AppendUint32(in, uint32(e.Key("P").Int64()))
	in = append(in, id...)
	if revision >= 4 && e.Key("EncryptMetadata").Kind() == reader.Bool && !e.Key("EncryptMetadata").Bool() {
		in = append(in, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(in)
	key := sum[:size]
	if revision < 3 {
		check := bytes.Clone(padding)
		xor(key, check)
		return whenEqual(key, check, e.Key("U").RawString())
	}
	for range 50 {
		sum = md5.Sum(key)
		key = sum[:size]
	}
	sum2 := md5.Sum(append(bytes.Clone(padding), id...))
	check := sum2[:]
	for i := range byte(20) {
		turned := bytes.Clone(key)
		for k := range turned {
			turned[k] ^= i
		}
		xor(turned, check)
	}
	return whenEqual(key, check, e.Key("U").RawString())
}

// whenEqual is the key if what it makes is how the file proves a password.
func whenEqual(key, check []byte, proof string) []byte {
	if len(proof) < len(check) || proof[:len(check)] != string(check) {
		return nil
	}
	return bytes.Clone(key)
}

func xor(key, b []byte) {
	if c, err := rc4.NewCipher(key); err == nil {
		c.XORKeyStream(b, b)
	}
}

// key256 is the key of 256 bits that the empty password gives (algorithm 2.A),
// nil if it is not the right one.
func key256(e reader.Value, revision int64) []byte {
	u, sealed := e.Key("U").RawString(), []byte(e.Key("UE").RawString())
	if len(u) < 48 || len(sealed) != 32 {
		return nil
	}
	if string(hash256([]byte(u[32:40]), revision)) != u[:32] {
		return nil
	}
	block, err := aes.NewCipher(hash256([]byte(u[40:48]), revision))
	if err != nil {
		return nil
	}
	cipher.NewCBCDecrypter(block, make([]byte, aes.BlockSize)).CryptBlocks(sealed, sealed)
	return sealed
}

// hash256 hashes the empty password with a salt (algorithm 2.B, from revision 6
// on; before it was one round of SHA-256).
func hash256(salt []byte, revision int64) []byte {
	first := sha256.Sum256(salt)
	k := first[:]
	if revision < 6 {
		return k
	}
	for round := 0; ; round++ {
		in := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(in, in)
		rest := 0
		for _, b := range in[:16] {
			rest += int(b)
		}
		switch rest % 3 {
		case 0:
			sum := sha256.Sum256(in)
			k = sum[:]
		case 1:
			sum := sha512.Sum384(in)
			k = sum[:]
		default:
			sum := sha512.Sum512(in)
			k = sum[:]
		}
		if round >= 63 && int(in[len(in)-1]) <= round-31 {
			return k[:32]
		}
	}
}

// decrypt decrypts a stream in its place. What is left over behind shorter text
// is filled with zeros.
func (c *fileCipher) decrypt(b []byte, s stream) {
	key := c.key
	if !c.own {
		in := append(bytes.Clone(c.key), byte(s.object), byte(s.object>>8), byte(s.object>>16), byte(s.generation), byte(s.generation>>8))
		if c.aes {
			in = append(in, "sAlT"...)
		}
		sum := md5.Sum(in)
		key = sum[:min(len(c.key)+5, 16)]
	}
	if !c.aes {
		xor(key, b)
		return
	}
	block, err := aes.NewCipher(key)
	size := len(b) / aes.BlockSize * aes.BlockSize
	if err != nil || size < 2*aes.BlockSize {
		return
	}
	cipher.NewCBCDecrypter(block, bytes.Clone(b[:aes.BlockSize])).CryptBlocks(b[aes.BlockSize:size], b[aes.BlockSize:size])
	n := copy(b, b[aes.BlockSize:size])
	if pad := int(b[n-1]); pad >= 1 && pad <= aes.BlockSize {
		n -= pad
	}
	clear(b[n:])
}

// stream is where an object's stream lies in a file.
type stream struct {
	object, generation int
	start, end         int
}

var (
	objectStart  = regexp.MustCompile(`(\d{1,7})\s+(\d{1,5})\s+obj\b`)
	streamStart  = regexp.MustCompile(`stream\r?\n`)
	streamLength = regexp.MustCompile(`/Length\s+(\d{1,9})\s*(?:/|>>)`)
	plainStream  = regexp.MustCompile(`/Type\s*/XRef\b|/Crypt\b`)
)

// streamsOf finds the streams that are encrypted.
func streamsOf(body []byte) (all []stream) {
	for at := 0; ; {
		o := objectStart.FindSubmatchIndex(body[at:])
		if o == nil {
			return all
		}
		from := at + o[1]
		next := len(body)
		if n := bytes.Index(body[from:], []byte("endobj")); n >= 0 {
			next = from + n
		}
		s := streamStart.FindIndex(body[from:next])
		if s == nil {
			at = next
			continue
		}
		head := body[from : from+s[0]]
		end := next
		if n := bytes.LastIndex(body[from+s[1]:next], []byte("endstream")); n >= 0 {
			end = from + s[1] + n
		}
		if m := streamLength.FindSubmatch(head); m != nil {
			if n, err := strconv.Atoi(string(m[1])); err == nil && n <= end-from-s[1] {
				end = from + s[1] + n
			}
		}
		if at = max(next, end); !plainStream.Match(head) {
			base := from - o[1]
			object, _ := strconv.Atoi(string(body[base+o[2] : base+o[3]])) // digits, as the expression says
			generation, _ := strconv.Atoi(string(body[base+o[4] : base+o[5]]))
			all = append(all, stream{object, generation, from + s[1], end})
		}
	}
}
