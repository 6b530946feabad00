#include "textflag.h"

// func scanAVX2(codes *int8, query *int16, stride, rows int, out *int32)
//
// One step takes 64 codes, a cache line: widened to 16 bits, multiplied by 64
// numbers of the query and added in pairs (VPMADDWD), summed in four registers of
// eight 32-bit lanes, so that additions do not wait for each other. The query has
// 16 bits already and is read straight from memory. The codes half a page ahead
// are asked for: the processor's own guesses end at the end of a page.
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
	VPXOR Y2, Y2, Y2
	VPXOR Y3, Y3, Y3

step:
	PREFETCHT0 2048(SI)
	VPMOVSXBW  (SI), Y4
	VPMOVSXBW  16(SI), Y5
	VPMOVSXBW  32(SI), Y6
	VPMOVSXBW  48(SI), Y7
	VPMADDWD   (R9), Y4, Y4
	VPMADDWD   32(R9), Y5, Y5
	VPMADDWD   64(R9), Y6, Y6
	VPMADDWD   96(R9), Y7, Y7
	VPADDD     Y4, Y0, Y0
	VPADDD     Y5, Y1, Y1
	VPADDD     Y6, Y2, Y2
	VPADDD     Y7, Y3, Y3
	ADDQ       $64, SI
	ADDQ       $128, R9
	SUBQ       $64, R10
	JG         step

	// Thirty-two lanes to one. Integers: the order does not matter.
	VPADDD       Y2, Y0, Y0
	VPADDD       Y3, Y1, Y1
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

// func dotsAVX2(floats *float32, query []float32, rows *uint32, n int, out *float32)
//
// Lanes 0..7 are in Y0, 8..15 in Y1. No fused multiply-add, and the fold goes in
// halves, 8 to 4 to 2 to 1: the bits must be those of dotsPortable. While a row is
// read the one after the next is asked for: rows lie far apart.
//
//	SI floats   DI query   DX bytes of a row   R8 rows   CX rows left   R9 out
//	R10 place in the row   R11 place in the row to come   R12 place in the query   R13 rest
TEXT ·dotsAVX2(SB), NOSPLIT, $0-56
	MOVQ floats+0(FP), SI
	MOVQ query_base+8(FP), DI
	MOVQ query_len+16(FP), DX
	MOVQ rows+32(FP), R8
	MOVQ n+40(FP), CX
	MOVQ out+48(FP), R9
	SHLQ $2, DX

row:
	MOVL   (R8), R10
	MOVL   8(R8), R11
	IMULQ  DX, R10
	IMULQ  DX, R11
	ADDQ   SI, R10
	ADDQ   SI, R11
	MOVQ   DI, R12
	MOVQ   DX, R13
	VXORPS Y0, Y0, Y0
	VXORPS Y1, Y1, Y1

step:
	PREFETCHT0 (R11)
	VMOVUPS    (R10), Y2
	VMOVUPS    32(R10), Y3
	VMULPS     (R12), Y2, Y2
	VMULPS     32(R12), Y3, Y3
	VADDPS     Y2, Y0, Y0
	VADDPS     Y3, Y1, Y1
	ADDQ       $64, R10
	ADDQ       $64, R11
	ADDQ       $64, R12
	SUBQ       $64, R13
	JG         step

	VADDPS       Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0x4E, X0, X1
	VADDPS       X1, X0, X0
	VPERMILPS    $0xB1, X0, X1
	VADDSS       X1, X0, X0
	VMOVSS       X0, (R9)
	ADDQ         $4, R8
	ADDQ         $4, R9
	DECQ         CX
	JNZ          row

	VZEROUPPER
	RET
