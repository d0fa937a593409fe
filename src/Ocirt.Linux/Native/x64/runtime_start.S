// SPDX-License-Identifier: Apache-2.0
//
// Stands in for steps of the .NET runtime's start that a process with one thread and one small heap has no use for.
// Each was found to cost a visible part of a start; see docs/architecture.md, "The start of the executable".

    .set    mmap, 9
    .set    mprotect, 10
    .set    madvise, 28
    .set    getrlimit, 97
    .set    PROT_READ_WRITE, 3
    .set    MAP_PRIVATE_ANONYMOUS, 0x22
    .set    MADV_NOHUGEPAGE, 15
    .set    RLIMIT_STACK, 3
    .set    page, 4096
    .set    largest_stack, 0x800000
    .set    smallest_range, 0x100000
    .set    writable, 0x4000000
    .set    range_count, 3
    .set    online_processors, 84
    .set    getrandom, 318
    .set    GRND_INSECURE, 4

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

    // How many processors there are is asked three times, each time by a file of sysfs, and one thread does the same
    // whatever the answer is.

    // long ocirt_sysconf(int name): one processor is online.
    .globl  ocirt_sysconf
    .type   ocirt_sysconf, %function
ocirt_sysconf:
    cmp     $online_processors, %edi
    jne     __real_sysconf
    mov     $1, %eax
    ret
    .size   ocirt_sysconf, . - ocirt_sysconf

    // int ocirt_most_processors(void): how many bits of the thread's affinity are looked at; the runtime has room for 1024.
    .globl  ocirt_most_processors
    .type   ocirt_most_processors, %function
ocirt_most_processors:
    mov     $1024, %eax
    ret
    .size   ocirt_most_processors, . - ocirt_most_processors

    // int ocirt_baseline_cpu(void): 0, no instruction sets beyond those the code was compiled for. Asking the processor
    // is eight cpuid instructions, and each of them leaves a virtual machine for its hypervisor.
    .globl  ocirt_baseline_cpu
    .type   ocirt_baseline_cpu, %function
ocirt_baseline_cpu:
    xor     %eax, %eax
    ret
    .size   ocirt_baseline_cpu, . - ocirt_baseline_cpu

    // uint32_t ocirt_no_environment(const char* name, char* value, uint32_t size): 0, no such variable. The runtime asks for
    // its settings (DOTNET_GCHeapHardLimit and the like), and what the caller set for its own programs is not for this one.
    .globl  ocirt_no_environment
    .type   ocirt_no_environment, %function
ocirt_no_environment:
    xor     %eax, %eax
    ret
    .size   ocirt_no_environment, . - ocirt_no_environment

    // const char* ocirt_no_origin(void): where this file lies is not known, (char*)-1 as the C library says it. It asks
    // for the directory of plugins, which a static executable has none of.
    .globl  ocirt_no_origin
    .type   ocirt_no_origin, %function
ocirt_no_origin:
    mov     $-1, %rax
    ret
    .size   ocirt_no_origin, . - ocirt_no_origin

    // void ocirt_random(void* buffer, int32_t length): for the seed of hash codes, without opening /dev/urandom, and like it
    // without waiting for the kernel's entropy. Where getrandom(2) is refused the buffer stays as it is: a weak seed is
    // better than none.
    .globl  ocirt_random
    .type   ocirt_random, %function
ocirt_random:
    movslq  %esi, %rsi
    mov     $GRND_INSECURE, %edx
    mov     $getrandom, %eax
    syscall
    ret
    .size   ocirt_random, . - ocirt_random

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

    // The heap is reserved in a few ranges: each is mapped with room to align it, cut to size, kept out of core files, made
    // writable page by page and then a part of core files again. Here it is one mapping that stays as it is, whose first
    // 64 MB are writable at once: what is touched counts, not what could be. Where that is refused (RLIMIT_DATA, strict
    // overcommit), and once the heap has given memory back, all goes the old way. Not in huge pages, which a host may give
    // to every program: the first byte of each part of the heap would cost 2 MB.

    // void* ocirt_reserve(size_t size, size_t alignment, uint32_t flags, uint16_t node)
    .globl  ocirt_reserve
    .type   ocirt_reserve, %function
ocirt_reserve:
    test    %edx, %edx
    jne     __real__ZN15GCToOSInterface14VirtualReserveEmmjt
    lea     ranges(%rip), %r11
    mov     $range_count, %eax
find_range:
    cmpq    $0, (%r11)
    je      reserve
    add     $16, %r11
    dec     %eax
    jne     find_range
    jmp     __real__ZN15GCToOSInterface14VirtualReserveEmmjt
reserve:
    push    %rbx
    push    %rbp
    push    %r12
    push    %rsi
    push    %r11
    mov     %rdi, %rbx

    // The bits that are 0 in an aligned address.
    mov     $page, %eax
    cmp     %rax, %rsi
    cmovb   %rax, %rsi
    lea     -1(%rsi), %rbp

    xor     %edi, %edi
    lea     (%rbx, %rbp), %rsi
    xor     %edx, %edx
    mov     $MAP_PRIVATE_ANONYMOUS, %r10d
    mov     $-1, %r8
    xor     %r9d, %r9d
    mov     $mmap, %eax
    syscall
    cmp     $-page, %rax
    ja      refused
    add     %rbp, %rax
    not     %rbp
    and     %rbp, %rax
    mov     %rax, %r12

    mov     %rax, %rdi
    mov     $writable, %esi
    cmp     %rsi, %rbx
    cmovb   %rbx, %rsi
    mov     $PROT_READ_WRITE, %edx
    mov     $mprotect, %eax
    syscall
    pop     %r11
    test    %rax, %rax
    jne     reserved
    mov     %r12, (%r11)
    mov     %rsi, 8(%r11)
    cmp     $smallest_range, %rbx
    jb      reserved
    mov     $MADV_NOHUGEPAGE, %edx
    mov     $madvise, %eax
    syscall
reserved:
    mov     %r12, %rax
    pop     %rsi
    pop     %r12
    pop     %rbp
    pop     %rbx
    ret
refused:
    mov     %rbx, %rdi
    pop     %r11
    pop     %rsi
    pop     %r12
    pop     %rbp
    pop     %rbx
    xor     %edx, %edx
    jmp     __real__ZN15GCToOSInterface14VirtualReserveEmmjt
    .size   ocirt_reserve, . - ocirt_reserve

    // bool ocirt_commit(void* address, size_t size, uint16_t node)
    .globl  ocirt_commit
    .type   ocirt_commit, %function
ocirt_commit:
    lea     ranges(%rip), %r8
    mov     $range_count, %r9d
in_range:
    mov     8(%r8), %rcx
    sub     %rsi, %rcx
    jb      next_range
    mov     %rdi, %rax
    sub     (%r8), %rax
    cmp     %rcx, %rax
    jbe     committed
next_range:
    add     $16, %r8
    dec     %r9d
    jnz     in_range
    jmp     __real__ZN15GCToOSInterface13VirtualCommitEPvmt
committed:
    mov     $1, %eax
    ret
    .size   ocirt_commit, . - ocirt_commit

    // bool ocirt_decommit(void* address, size_t size)
    .globl  ocirt_decommit
    .type   ocirt_decommit, %function
ocirt_decommit:
    movq    $0, 8 + ranges(%rip)
    movq    $0, 24 + ranges(%rip)
    movq    $0, 40 + ranges(%rip)
    jmp     __real__ZN15GCToOSInterface15VirtualDecommitEPvm
    .size   ocirt_decommit, . - ocirt_decommit

    // bool ocirt_release(void* address, size_t size)
    .globl  ocirt_release
    .type   ocirt_release, %function
ocirt_release:
    movq    $0, 8 + ranges(%rip)
    movq    $0, 24 + ranges(%rip)
    movq    $0, 40 + ranges(%rip)
    jmp     __real__ZN15GCToOSInterface14VirtualReleaseEPvm
    .size   ocirt_release, . - ocirt_release

    // void ocirt_memory_status(uint64_t limit, uint32_t* load, uint64_t* available, uint64_t* page_file): as if all memory
    // were free, without a look at /proc/meminfo. The heap has a limit of its own, far below.
    .globl  ocirt_memory_status
    .type   ocirt_memory_status, %function
ocirt_memory_status:
    test    %rsi, %rsi
    jz      1f
    movl    $0, (%rsi)
1:  test    %rdx, %rdx
    jz      1f
    mov     %rdi, (%rdx)
1:  test    %rcx, %rcx
    jz      1f
    movq    $0, (%rcx)
1:  ret
    .size   ocirt_memory_status, . - ocirt_memory_status

    // The start and the length of what is writable, of the first ranges.
    .bss
    .balign 8
ranges:
    .skip   16 * range_count

    .section .note.GNU-stack, "", %progbits
