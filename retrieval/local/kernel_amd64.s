#include "textflag.h"

// func scanAVX2(codes *int8, query *int16, stride, rows int, out *int32)
//
// One step takes 32 codes: widened to 16 bits, multiplied by 32 numbers of the
// query and added in pairs (VPMADDWD), summed in two registers of eight 32-bit
// lanes, so that the additions of one step do not wait for each other. The query
// has 16 bits already and is read straight from memory.
//
//	SI codes   DI query   DX stride   CX rows left   R8 out   R9, R10 place and rest of the row
TEXT ·scanAVX2(SB), NOSPLIT, $0-40
	MOVQ codes+0(FP), SI
	MOVQ query+8(FP), DI
	MOVQ stride+16(FP), DX
	MOVQ rows+24(FP), CX
	MOVQ out+32(FP), R8

row:
	MOVQ  DI, R9
	MOVQ  DX, R10
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

step:
	VPMOVSXBW (SI), Y2
	VPMOVSXBW 16(SI), Y3
	VPMADDWD  (R9), Y2, Y2
	VPMADDWD  32(R9), Y3, Y3
	VPADDD    Y2, Y0, Y0
	VPADDD    Y3, Y1, Y1
	ADDQ      $32, SI
	ADDQ      $64, R9
	SUBQ      $32, R10
	JG        step

	// Sixteen lanes to one. Integers: the order does not matter.
	VPADDD       Y1, Y0, Y0
	VEXTRACTI128 $1, Y0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0x4E, X0, X1
	VPADDD       X1, X0, X0
	VPSHUFD      $0xB1, X0, X1
	VPADDD       X1, X0, X0
	VMOVD        X0, (R8)
	ADDQ         $4, R8
	DECQ         CX
	JNZ          row

	VZEROUPPER
	RET

// func dotAVX2(a, b *float32, n int) float32
//
// Lanes 0..7 are in Y0, 8..15 in Y1. No fused multiply-add, and the fold goes in
// halves, 8 to 4 to 2 to 1: the bits must be those of dotPortable.
TEXT ·dotAVX2(SB), NOSPLIT, $0-28
	MOVQ   a+0(FP), SI
	MOVQ   b+8(FP), DI
	MOVQ   n+16(FP), CX
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

step:
	VMOVUPS (SI), Y2
	VMOVUPS 32(SI), Y3
	VMULPS  (DI), Y2, Y2
	VMULPS  32(DI), Y3, Y3
	VADDPS  Y2, Y0, Y0
	VADDPS  Y3, Y1, Y1
	ADDQ    $64, SI
	ADDQ    $64, DI
	SUBQ    $16, CX
	JG      step

	VADDPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0x4E, X0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0xB1, X0, X1
	VADDSS       X1, X0, X0
	VMOVSS       X0, ret+24(FP)
	VZEROUPPER
	RET
