// SPDX-License-Identifier: Apache-2.0
//
// Runs from .init_array, before the .NET runtime starts: a blocked signal reaches nobody but the signalfd that asks for
// it, and a thread would inherit that.
//
// Left open: SIGILL 4, SIGTRAP 5, SIGABRT 6, SIGBUS 7, SIGFPE 8, SIGKILL 9, SIGSEGV 11, SIGSTOP 19, SIGSYS 31, which
// are the thread's own faults or cannot be blocked, and 32 to 34, which the C library and the runtime use between
// threads and unblock by themselves.

    .set    rt_sigprocmask, 14
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
    mov     $rt_sigprocmask, %eax
    mov     $SIG_BLOCK, %edi
    lea     blocked(%rip), %rsi
    lea     ocirt_original_signal_mask(%rip), %rdx
    mov     $8, %r10d
    syscall
    ret
    .size   block_signals, . - block_signals

    // uint64_t ocirt_get_original_signal_mask(void): the mask that the caller of this program had set.
    .globl  ocirt_get_original_signal_mask
    .type   ocirt_get_original_signal_mask, %function
ocirt_get_original_signal_mask:
    mov     ocirt_original_signal_mask(%rip), %rax
    ret
    .size   ocirt_get_original_signal_mask, . - ocirt_get_original_signal_mask

    .section .note.GNU-stack, "", %progbits
