// SPDX-License-Identifier: Apache-2.0
//
// The entry point: relocates the executable, then goes to the one of the C library, which does the same a bit at a time
// and takes a page fault for each page. A start of ocirt is short enough for both to show; see docs/architecture.md, "The
// start of the executable".

    .set    madvise, 28
    .set    MADV_POPULATE_WRITE, 23
    .set    DT_NULL, 0
    .set    DT_RELRSZ, 35
    .set    DT_RELR, 36
    .set    PT_LOAD, 1
    .set    PF_W, 2
    .set    page, 4096
    .set    header_phoff, 32
    .set    header_phnum, 56
    .set    phdr_size, 56
    .set    phdr_flags, 4
    .set    phdr_vaddr, 16
    .set    phdr_filesz, 32
    .set    word, 8
    .set    dynamic_size, 16

    .text

    // As the kernel calls it (psABI, "Process Initialization"): rsp and rdx belong to what follows.
    .globl  ocirt_start
    .type   ocirt_start, %function
ocirt_start:
    lea     __ehdr_start(%rip), %r15

    // The table of relative relocations: r8 is its address, r9 the place of its size. Without one there is nothing to do.
    lea     _DYNAMIC(%rip), %rsi
    xor     %r8d, %r8d
    xor     %r9d, %r9d
next_tag:
    mov     (%rsi), %rax
    cmp     $DT_NULL, %rax
    je      found
    cmp     $DT_RELR, %rax
    jne     not_table
    mov     word(%rsi), %r8
    add     %r15, %r8
not_table:
    cmp     $DT_RELRSZ, %rax
    jne     not_size
    lea     word(%rsi), %r9
not_size:
    add     $dynamic_size, %rsi
    jmp     next_tag
found:
    test    %r8, %r8
    je      _start
    test    %r9, %r9
    je      _start

    // KERNEL(5.14): nearly every page of the data is going to be written, so all of them are asked for at once. Refused
    // before; the pages come one by one then.
    mov     header_phoff(%r15), %rbx
    add     %r15, %rbx
    movzwl  header_phnum(%r15), %ebp
next_segment:
    dec     %ebp
    js      populated
    cmpl    $PT_LOAD, (%rbx)
    jne     not_data
    testl   $PF_W, phdr_flags(%rbx)
    jne     data
not_data:
    add     $phdr_size, %rbx
    jmp     next_segment
data:
    mov     %rdx, %r12
    mov     phdr_vaddr(%rbx), %rdi
    add     %r15, %rdi
    lea     page - 1(%rdi), %rsi
    add     phdr_filesz(%rbx), %rsi
    and     $-page, %rdi
    and     $-page, %rsi
    sub     %rdi, %rsi
    mov     $MADV_POPULATE_WRITE, %edx
    mov     $madvise, %eax
    syscall
    mov     %r12, %rdx
populated:

    // ORDER: the size becomes 0, so that the C library finds nothing left to do. Only then: what is added twice is wrong.
    mov     (%r9), %r10
    add     %r8, %r10
    movq    $0, (%r9)

    // An even entry is the place of a pointer; an odd one has a bit for each of the 63 words behind the last place.
next_entry:
    cmp     %r10, %r8
    jae     _start
    mov     (%r8), %rax
    add     $word, %r8
    test    $1, %al
    jne     bitmap
    lea     (%r15, %rax), %rdi
    add     %r15, (%rdi)
    add     $word, %rdi
    jmp     next_entry
bitmap:
    shr     %rax
    je      advance
next_bit:
    bsf     %rax, %rcx
    add     %r15, (%rdi, %rcx, word)
    lea     -1(%rax), %rcx
    and     %rcx, %rax
    jne     next_bit
advance:
    add     $63 * word, %rdi
    jmp     next_entry
    .size   ocirt_start, . - ocirt_start

    .hidden __ehdr_start
    .hidden _DYNAMIC
    .section .note.GNU-stack, "", %progbits
