// SPDX-License-Identifier: Apache-2.0
//
// See the x64 file: the same mask, set before the .NET runtime starts.

    .set    rt_sigprocmask, 135
    .set    SIG_BLOCK, 0

    .section .init_array.00101, "aw", %init_array
    .balign 8
    .quad   block_signals

    .section .rodata
    .balign 8
blocked:
    .quad   0xfffffffc3ffbfa07

    .bss
    .balign 8
    .globl  ocirt_original_signal_mask
    .type   ocirt_original_signal_mask, %object
    .size   ocirt_original_signal_mask, 8
ocirt_original_signal_mask:
    .skip   8

    .text
    .type   block_signals, %function
block_signals:
    mov     x8, rt_sigprocmask
    mov     x0, SIG_BLOCK
    adrp    x1, blocked
    add     x1, x1, :lo12:blocked
    adrp    x2, ocirt_original_signal_mask
    add     x2, x2, :lo12:ocirt_original_signal_mask
    mov     x3, 8
    svc     0
    ret
    .size   block_signals, . - block_signals

    .globl  ocirt_get_original_signal_mask
    .type   ocirt_get_original_signal_mask, %function
ocirt_get_original_signal_mask:
    adrp    x0, ocirt_original_signal_mask
    ldr     x0, [x0, :lo12:ocirt_original_signal_mask]
    ret
    .size   ocirt_get_original_signal_mask, . - ocirt_get_original_signal_mask

    .section .note.GNU-stack, "", %progbits
