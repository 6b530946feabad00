#include "textflag.h"

// The assembler knows few of the vector instructions, so they are written as the
// numbers that they are encoded by, each with its name beside it.

// func each(row *int8, others *int16, length, n int, out *int32)
//
//	R0 row   R1 others   R2 length   R3 others left   R4 out   R5, R6 place and rest of the row
TEXT ·each(SB), NOSPLIT, $0-40
	MOVD row+0(FP), R0
	MOVD others+8(FP), R1
	MOVD length+16(FP), R2
	MOVD n+24(FP), R3
	MOVD out+32(FP), R4

other:
	MOVD R0, R5
	MOVD R2, R6
	VEOR V16.B16, V16.B16, V16.B16
	VEOR V17.B16, V17.B16, V17.B16
	VEOR V18.B16, V18.B16, V18.B16
	VEOR V19.B16, V19.B16, V19.B16

step:
	VLD1.P 16(R5), [V0.B16]
	VLD1.P 32(R1), [V20.H8, V21.H8]
	WORD   $0x0f08a404 // SXTL   V4.8H, V0.8B
	WORD   $0x4f08a405 // SXTL2  V5.8H, V0.16B
	WORD   $0x0e748090 // SMLAL  V16.4S, V4.4H, V20.4H
	WORD   $0x4e748091 // SMLAL2 V17.4S, V4.8H, V20.8H
	WORD   $0x0e7580b2 // SMLAL  V18.4S, V5.4H, V21.4H
	WORD   $0x4e7580b3 // SMLAL2 V19.4S, V5.8H, V21.8H
	SUBS   $16, R6, R6
	BGT    step

	// Sixteen lanes to one. Integers: the order does not matter.
	VADD   V17.S4, V16.S4, V16.S4
	VADD   V19.S4, V18.S4, V18.S4
	VADD   V18.S4, V16.S4, V16.S4
	VADDV  V16.S4, V16
	FMOVS  F16, (R4)
	ADD    $4, R4
	SUBS   $1, R3, R3
	BGT    other
	RET
