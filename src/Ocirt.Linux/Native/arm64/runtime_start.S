// SPDX-License-Identifier: Apache-2.0
//
// See the x64 file. There is no ocirt_baseline_cpu: what the processor can do stands in the auxiliary vector here.

    .set    prlimit64, 261
    .set    RLIMIT_STACK, 3
    .set    page, 4096
    .set    largest_stack, 0x800000

    .text
    .globl  ocirt_no_finalizer_thread
    .type   ocirt_no_finalizer_thread, %function
ocirt_no_finalizer_thread:
    mov     w0, 1
    ret
    .size   ocirt_no_finalizer_thread, . - ocirt_no_finalizer_thread

    .globl  ocirt_no_numa
    .type   ocirt_no_numa, %function
ocirt_no_numa:
    ret
    .size   ocirt_no_numa, . - ocirt_no_numa

    .globl  ocirt_stack_bounds
    .type   ocirt_stack_bounds, %function
ocirt_stack_bounds:
    adrp    x4, __libc_stack_end
    ldr     x4, [x4, :lo12:__libc_stack_end]
    mov     x5, sp
    cmp     x5, x4
    b.hi    another_thread
    mov     x6, largest_stack
    sub     x7, x4, x6
    cmp     x5, x7
    b.lo    another_thread
    mov     x9, x0
    mov     x10, x1
    sub     sp, sp, 16
    mov     x8, prlimit64
    mov     x0, 0
    mov     x1, RLIMIT_STACK
    mov     x2, 0
    mov     x3, sp
    svc     0
    ldr     x11, [sp]
    add     sp, sp, 16
    cmp     x11, x6
    csel    x11, x6, x11, hi
    add     x4, x4, page - 1
    and     x4, x4, -page
    str     x4, [x10]
    and     x11, x11, -page
    sub     x4, x4, x11
    str     x4, [x9]
    mov     w0, 1
    ret
another_thread:
    b       __real__Z24PalGetMaximumStackBoundsPPvS0_
    .size   ocirt_stack_bounds, . - ocirt_stack_bounds

    .section .note.GNU-stack, "", %progbits
