#include "textflag.h"

// The assembler knows few of the vector instructions, so they are written as the
// numbers that they are encoded by, each with its name beside it.

// func scanNEON(codes *int8, query *int16, stride, rows int, out *int32)
//
// One step takes 32 codes: widened to 16 bits, multiplied by 32 numbers of the
// query and added to four registers of four 32-bit lanes (SMLAL), so that
// additions do not wait for each other.
//
//	R0 codes   R1 query   R2 stride   R3 rows left   R4 out   R5, R6 place and rest of the row
TEXT ·scanNEON(SB), NOSPLIT, $0-40
	MOVD codes+0(FP), R0
	MOVD query+8(FP), R1
	MOVD stride+16(FP), R2
	MOVD rows+24(FP), R3
	MOVD out+32(FP), R4

row:
	MOVD R1, R5
	MOVD R2, R6
	VEOR V16.B16, V16.B16, V16.B16
	VEOR V17.B16, V17.B16, V17.B16
	VEOR V18.B16, V18.B16, V18.B16
	VEOR V19.B16, V19.B16, V19.B16

step:
	VLD1.P 32(R0), [V0.B16, V1.B16]
	VLD1.P 64(R5), [V20.H8, V21.H8, V22.H8, V23.H8]
	WORD   $0x0f08a404 // SXTL   V4.8H, V0.8B
	WORD   $0x4f08a405 // SXTL2  V5.8H, V0.16B
	WORD   $0x0f08a426 // SXTL   V6.8H, V1.8B
	WORD   $0x4f08a427 // SXTL2  V7.8H, V1.16B
	WORD   $0x0e748090 // SMLAL  V16.4S, V4.4H, V20.4H
	WORD   $0x4e748091 // SMLAL2 V17.4S, V4.8H, V20.8H
	WORD   $0x0e7580b2 // SMLAL  V18.4S, V5.4H, V21.4H
	WORD   $0x4e7580b3 // SMLAL2 V19.4S, V5.8H, V21.8H
	WORD   $0x0e7680d0 // SMLAL  V16.4S, V6.4H, V22.4H
	WORD   $0x4e7680d1 // SMLAL2 V17.4S, V6.8H, V22.8H
	WORD   $0x0e7780f2 // SMLAL  V18.4S, V7.4H, V23.4H
	WORD   $0x4e7780f3 // SMLAL2 V19.4S, V7.8H, V23.8H
	SUBS   $32, R6, R6
	BGT    step

	// Sixteen lanes to one. Integers: the order does not matter.
	VADD   V17.S4, V16.S4, V16.S4
	VADD   V19.S4, V18.S4, V18.S4
	VADD   V18.S4, V16.S4, V16.S4
	VADDV  V16.S4, V16
	FMOVS  F16, (R4)
	ADD    $4, R4
	SUBS   $1, R3, R3
	BGT    row
	RET

// func dotsNEON(floats *float32, query []float32, rows *uint32, n int, out *float32)
//
// Lanes 0..3 are in V16, 4..7 in V17, 8..11 in V18, 12..15 in V19. No fused
// multiply-add, and the fold goes in halves, 8 to 4 to 2 to 1: the bits must be
// those of dotsPortable.
//
//	R0 floats   R1 query   R2 bytes of a row   R3 rows   R4 rows left   R5 out
//	R6 place in the row   R7 place in the query   R8 rest
TEXT ·dotsNEON(SB), NOSPLIT, $0-56
	MOVD floats+0(FP), R0
	MOVD query_base+8(FP), R1
	MOVD query_len+16(FP), R2
	MOVD rows+32(FP), R3
	MOVD n+40(FP), R4
	MOVD out+48(FP), R5
	LSL  $2, R2, R2

row:
	MOVWU.P 4(R3), R6
	MUL     R2, R6, R6
	ADD     R0, R6, R6
	MOVD    R1, R7
	MOVD    R2, R8
	VEOR    V16.B16, V16.B16, V16.B16
	VEOR    V17.B16, V17.B16, V17.B16
	VEOR    V18.B16, V18.B16, V18.B16
	VEOR    V19.B16, V19.B16, V19.B16

step:
	VLD1.P 64(R6), [V0.S4, V1.S4, V2.S4, V3.S4]
	VLD1.P 64(R7), [V4.S4, V5.S4, V6.S4, V7.S4]
	WORD   $0x6e24dc00 // FMUL V0.4S, V0.4S, V4.4S
	WORD   $0x6e25dc21 // FMUL V1.4S, V1.4S, V5.4S
	WORD   $0x6e26dc42 // FMUL V2.4S, V2.4S, V6.4S
	WORD   $0x6e27dc63 // FMUL V3.4S, V3.4S, V7.4S
	WORD   $0x4e20d610 // FADD V16.4S, V16.4S, V0.4S
	WORD   $0x4e21d631 // FADD V17.4S, V17.4S, V1.4S
	WORD   $0x4e22d652 // FADD V18.4S, V18.4S, V2.4S
	WORD   $0x4e23d673 // FADD V19.4S, V19.4S, V3.4S
	SUBS   $64, R8, R8
	BGT    step

	WORD    $0x4e32d610 // FADD  V16.4S, V16.4S, V18.4S
	WORD    $0x4e33d631 // FADD  V17.4S, V17.4S, V19.4S
	WORD    $0x4e31d610 // FADD  V16.4S, V16.4S, V17.4S
	WORD    $0x6e104214 // EXT   V20.16B, V16.16B, V16.16B, #8
	WORD    $0x4e34d610 // FADD  V16.4S, V16.4S, V20.4S
	WORD    $0x7e30da00 // FADDP S0, V16.2S
	FMOVS.P F0, 4(R5)
	SUBS    $1, R4, R4
	BGT     row
	RET
