// SPDX-License-Identifier: Apache-2.0
// Entry point, system call and trap for arm64. No C library, no runtime.
    .text
    .globl _start
    .type _start, %function
_start:
    mov x29, #0
    mov x30, #0
    mov x0, sp                   // the kernel's argument block
    bl ocirt_init_main
    mov x8, #94                  // exit_group
    svc #0
    brk #1

    .globl ocirt_syscall
    .type ocirt_syscall, %function
ocirt_syscall:                   // (number, a, b, c, d, e, f)
    mov x8, x0
    mov x0, x1
    mov x1, x2
    mov x2, x3
    mov x3, x4
    mov x4, x5
    mov x5, x6
    svc #0
    ret

    .globl ocirt_trap
    .type ocirt_trap, %function
ocirt_trap:
    brk #1

    .globl ocirt_signal_exit
    .type ocirt_signal_exit, %function
ocirt_signal_exit:               // the address of the handler
    adr x0, 1f
    ret
1:  add w0, w0, #128
    mov x8, #94                  // exit_group
    svc #0
    brk #1                       // a filter refuses it: a fault ends the first process of a pid namespace too

    // Names that ilc's code refers to and that a runtime would define.
    .globl RhpFallbackFailFast, RhpReversePInvoke, RhpReversePInvokeReturn
RhpFallbackFailFast:
RhpReversePInvoke:
RhpReversePInvokeReturn:
    brk #1

    .data
    .balign 8
    .globl __security_cookie
__security_cookie:
    .quad 0x2b992ddfa232
    .section .note.GNU-stack,"",%progbits
