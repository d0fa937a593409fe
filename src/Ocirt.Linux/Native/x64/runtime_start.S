// SPDX-License-Identifier: Apache-2.0
//
// Stands in for steps of the .NET runtime's start that a process with one thread and one small heap has no use for.
// Each was found to cost a visible part of a start; see docs/architecture.md, "The start of the executable".

    .set    getrlimit, 97
    .set    RLIMIT_STACK, 3
    .set    page, 4096
    .set    largest_stack, 0x800000

    .text

    // bool ocirt_no_finalizer_thread(uint32_t (*)(void*), void*): true, and no thread is started. Nothing here relies
    // on a finalizer: what holds a descriptor is disposed of, and the rest ends with the process.
    .globl  ocirt_no_finalizer_thread
    .type   ocirt_no_finalizer_thread, %function
ocirt_no_finalizer_thread:
    mov     $1, %eax
    ret
    .size   ocirt_no_finalizer_thread, . - ocirt_no_finalizer_thread

    // void ocirt_no_numa(void): no reading of /sys/devices/system/node; the heap has one part anyway.
    .globl  ocirt_no_numa
    .type   ocirt_no_numa, %function
ocirt_no_numa:
    ret
    .size   ocirt_no_numa, . - ocirt_no_numa

    // int ocirt_baseline_cpu(void): 0, no instruction sets beyond those the code was compiled for. Asking the processor
    // is eight cpuid instructions, and each of them leaves a virtual machine for its hypervisor.
    .globl  ocirt_baseline_cpu
    .type   ocirt_baseline_cpu, %function
ocirt_baseline_cpu:
    xor     %eax, %eax
    ret
    .size   ocirt_baseline_cpu, . - ocirt_baseline_cpu

    // bool ocirt_stack_bounds(void** low, void** high): the stack of the main thread from its limit, where the C library
    // would read the whole of /proc/self/maps. Any other thread gets the C library's answer.
    .globl  ocirt_stack_bounds
    .type   ocirt_stack_bounds, %function
ocirt_stack_bounds:
    mov     __libc_stack_end(%rip), %rax
    cmp     %rax, %rsp
    ja      another_thread
    mov     %rax, %rdx
    sub     $largest_stack, %rdx
    cmp     %rdx, %rsp
    jb      another_thread
    push    %rdi
    push    %rsi
    sub     $16, %rsp
    mov     $getrlimit, %eax
    mov     $RLIMIT_STACK, %edi
    mov     %rsp, %rsi
    syscall
    mov     (%rsp), %rcx
    add     $16, %rsp
    pop     %rsi
    pop     %rdi
    mov     $largest_stack, %edx
    cmp     %rdx, %rcx
    cmova   %rdx, %rcx
    mov     __libc_stack_end(%rip), %rax
    add     $page - 1, %rax
    and     $-page, %rax
    mov     %rax, (%rsi)
    and     $-page, %rcx
    sub     %rcx, %rax
    mov     %rax, (%rdi)
    mov     $1, %eax
    ret
another_thread:
    jmp     __real__Z24PalGetMaximumStackBoundsPPvS0_
    .size   ocirt_stack_bounds, . - ocirt_stack_bounds

    .section .note.GNU-stack, "", %progbits
