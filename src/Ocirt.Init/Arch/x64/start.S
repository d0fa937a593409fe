// SPDX-License-Identifier: Apache-2.0
// Entry point, system call and trap for x86-64. No C library, no runtime.
    .text
    .globl _start
    .type _start, @function
_start:
    xorl %ebp, %ebp
    movq %rsp, %rdi              // the kernel's argument block
    andq $-16, %rsp
    call ocirt_init_main
    movl %eax, %edi
    movl $231, %eax              // exit_group
    syscall
    ud2

    .globl ocirt_syscall
    .type ocirt_syscall, @function
ocirt_syscall:                   // (number, a, b, c, d, e, f)
    movq %rdi, %rax
    movq %rsi, %rdi
    movq %rdx, %rsi
    movq %rcx, %rdx
    movq %r8, %r10
    movq %r9, %r8
    movq 8(%rsp), %r9
    syscall
    ret

    .globl ocirt_trap
    .type ocirt_trap, @function
ocirt_trap:
    ud2

    .globl ocirt_signal_exit
    .type ocirt_signal_exit, @function
ocirt_signal_exit:               // the address of the handler
    leaq 1f(%rip), %rax
    ret
1:  addl $128, %edi
    movl $231, %eax              // exit_group
    syscall
    ud2                          // a filter refuses it: a fault ends the first process of a pid namespace too

    // Names that ilc's code refers to and that a runtime would define.
    .globl RhpFallbackFailFast, RhpReversePInvoke, RhpReversePInvokeReturn
RhpFallbackFailFast:
RhpReversePInvoke:
RhpReversePInvokeReturn:
    ud2

    .data
    .globl __security_cookie
__security_cookie:
    .quad 0x2b992ddfa232
    .section .note.GNU-stack,"",@progbits
