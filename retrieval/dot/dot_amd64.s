#include "textflag.h"

// func each(row *int8, others *int16, length, n int, out *int32)
TEXT ·each(SB), NOSPLIT, $0-40
	MOVQ row+0(FP), SI
	MOVQ others+8(FP), DI
	MOVQ length+16(FP), DX
	MOVQ n+24(FP), CX
	MOVQ out+32(FP), R8

other:
	VPXOR Y0, Y0, Y0
	XORQ  AX, AX

step:
	VPMOVSXBW (SI)(AX*1), Y1
	VPMADDWD  (DI)(AX*2), Y1, Y1
	VPADDD    Y1, Y0, Y0
	ADDQ      $16, AX
	CMPQ      AX, DX
	JLT       step

	// the eight sums into one
	VEXTRACTI128 $1, Y0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0x4e, X0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0xb1, X0, X1
	VPADDD       X1, X0, X0
	VMOVD        X0, (R8)

	ADDQ $4, R8
	LEAQ (DI)(DX*2), DI
	DECQ CX
	JNZ  other

	VZEROUPPER
	RET
