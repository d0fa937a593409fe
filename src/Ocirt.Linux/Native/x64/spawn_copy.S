// SPDX-License-Identifier: Apache-2.0
//
// Starts a program from a copy of it in sealed memory (CVE-2019-5736), as posix_spawn(3) would, but without waiting for
// the copy to be made or executed: the caller goes on meanwhile. The child shares the caller's memory until it executes,
// runs nothing but the code below, without a stack, and writes nowhere but into the request.

    .set    write, 1
    .set    rt_sigaction, 13
    .set    rt_sigprocmask, 14
    .set    clone, 56
    .set    fcntl, 72
    .set    exit_group, 231
    .set    dup3, 292
    .set    memfd_create, 319
    .set    execveat, 322
    .set    close_range, 436
    .set    SIG_SETMASK, 2
    .set    CLONE_VM_SIGCHLD, 0x100 | 17
    .set    MFD_CLOEXEC_ALLOW_SEALING, 3
    .set    MFD_EXEC, 0x10
    .set    F_ADD_SEALS, 1033
    .set    F_DUPFD_CLOEXEC, 1030
    .set    F_SEAL_ALL_BUT_EXEC, 0xf
    .set    F_SEAL_EXEC, 0x20
    .set    CLOSE_RANGE_CLOEXEC, 4
    .set    AT_EMPTY_PATH, 0x1000
    .set    EIO, 5
    .set    EINVAL, 22
    .set    last_signal, 64
    .set    signal_set_size, 8

    // The request; see SpawnCopyRequest in Ocirt.Linux/Interop.
    .set    program, 0
    .set    program_size, 8
    .set    name, 16
    .set    arguments, 24
    .set    first, 32
    .set    count, 40
    .set    sources, 48
    .set    failure, 72
    .set    zeros, 80

    .section .rodata
    .balign 8
every_signal:
    .quad   -1
empty_path:
    .byte   0

    .text

    // int64_t ocirt_spawn_copy(SpawnCopyRequest* request): the child's pid, or the negative error number.
    .globl  ocirt_spawn_copy
    .type   ocirt_spawn_copy, %function
ocirt_spawn_copy:
    push    %rbx
    sub     $16, %rsp
    mov     %rdi, %rbx

    // ORDER: no handler of the caller may run in the child.
    mov     $SIG_SETMASK, %edi
    lea     every_signal(%rip), %rsi
    mov     %rsp, %rdx
    mov     $signal_set_size, %r10d
    mov     $rt_sigprocmask, %eax
    syscall

    mov     $CLONE_VM_SIGCHLD, %edi
    xor     %esi, %esi
    xor     %edx, %edx
    xor     %r10d, %r10d
    xor     %r8d, %r8d
    mov     $clone, %eax
    syscall
    test    %rax, %rax
    je      child
    mov     %rax, %r8

    mov     $SIG_SETMASK, %edi
    mov     %rsp, %rsi
    xor     %edx, %edx
    mov     $signal_set_size, %r10d
    mov     $rt_sigprocmask, %eax
    syscall
    mov     %r8, %rax
    add     $16, %rsp
    pop     %rbx
    ret

    // SAFETY: rsp is the caller's, which uses its stack at the same time: nothing below may touch it.
child:
    mov     name(%rbx), %rdi
    mov     $MFD_CLOEXEC_ALLOW_SEALING | MFD_EXEC, %esi
    mov     $memfd_create, %eax
    syscall
    cmp     $-EINVAL, %rax
    jne     created

    // KERNEL(6.3): MFD_EXEC; before, every memfd is executable.
    mov     $MFD_CLOEXEC_ALLOW_SEALING, %esi
    mov     $memfd_create, %eax
    syscall
created:
    test    %rax, %rax
    js      failed
    mov     %rax, %r12

    mov     program(%rbx), %r13
    mov     program_size(%rbx), %r14
next_part:
    mov     %r12, %rdi
    mov     %r13, %rsi
    mov     %r14, %rdx
    mov     $write, %eax
    syscall
    test    %rax, %rax
    js      failed
    je      nothing_written
    add     %rax, %r13
    sub     %rax, %r14
    jne     next_part

    mov     %r12, %rdi
    mov     $F_ADD_SEALS, %esi
    mov     $F_SEAL_ALL_BUT_EXEC | F_SEAL_EXEC, %edx
    mov     $fcntl, %eax
    syscall
    cmp     $-EINVAL, %rax
    jne     sealed

    // KERNEL(6.3): F_SEAL_EXEC.
    mov     $F_SEAL_ALL_BUT_EXEC, %edx
    mov     $fcntl, %eax
    syscall
sealed:
    test    %rax, %rax
    js      failed

    mov     first(%rbx), %edi
    mov     $-1, %esi
    mov     $CLOSE_RANGE_CLOEXEC, %edx
    mov     $close_range, %eax
    syscall
    test    %rax, %rax
    js      failed

    // ORDER: all that is needed leaves the numbers that are about to be taken.
    mov     first(%rbx), %r15
    add     count(%rbx), %r15
    mov     %r12, %rdi
    mov     $F_DUPFD_CLOEXEC, %esi
    mov     %r15, %rdx
    mov     $fcntl, %eax
    syscall
    test    %rax, %rax
    js      failed
    mov     %rax, %r12
    xor     %ebp, %ebp
next_source:
    cmp     count(%rbx), %rbp
    je      moved
    mov     sources(%rbx, %rbp, 8), %rdi
    mov     $F_DUPFD_CLOEXEC, %esi
    mov     %r15, %rdx
    mov     $fcntl, %eax
    syscall
    test    %rax, %rax
    js      failed
    mov     %rax, sources(%rbx, %rbp, 8)
    inc     %ebp
    jmp     next_source
moved:
    xor     %ebp, %ebp
next_target:
    cmp     count(%rbx), %rbp
    je      placed
    mov     sources(%rbx, %rbp, 8), %rdi
    mov     first(%rbx), %rsi
    add     %rbp, %rsi
    xor     %edx, %edx
    mov     $dup3, %eax
    syscall
    test    %rax, %rax
    js      failed
    inc     %ebp
    jmp     next_target
placed:

    // EINVAL for SIGKILL and SIGSTOP, which are at their default anyway.
    mov     $last_signal, %ebp
next_signal:
    mov     %ebp, %edi
    lea     zeros(%rbx), %rsi
    xor     %edx, %edx
    mov     $signal_set_size, %r10d
    mov     $rt_sigaction, %eax
    syscall
    dec     %ebp
    jne     next_signal

    // ORDER: after the actions, and last: now a signal ends the child.
    mov     $SIG_SETMASK, %edi
    lea     zeros(%rbx), %rsi
    xor     %edx, %edx
    mov     $signal_set_size, %r10d
    mov     $rt_sigprocmask, %eax
    syscall

    mov     %r12, %rdi
    lea     empty_path(%rip), %rsi
    mov     arguments(%rbx), %rdx
    lea     zeros(%rbx), %r10
    mov     $AT_EMPTY_PATH, %r8d
    mov     $execveat, %eax
    syscall
    jmp     failed
nothing_written:
    mov     $-EIO, %rax
failed:
    neg     %eax
    mov     %eax, failure(%rbx)
    mov     $127, %edi
    mov     $exit_group, %eax
    syscall
    hlt
    .size   ocirt_spawn_copy, . - ocirt_spawn_copy

    .section .note.GNU-stack, "", %progbits
