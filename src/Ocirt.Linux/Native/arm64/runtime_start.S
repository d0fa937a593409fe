// SPDX-License-Identifier: Apache-2.0
//
// See the x64 file. There is no ocirt_baseline_cpu: what the processor can do stands in the auxiliary vector here.

    .set    mmap, 222
    .set    mprotect, 226
    .set    madvise, 233
    .set    prlimit64, 261
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
    .set    getrandom, 278
    .set    GRND_INSECURE, 4

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

    .globl  ocirt_sysconf
    .type   ocirt_sysconf, %function
ocirt_sysconf:
    cmp     w0, online_processors
    b.eq    one_processor
    b       __real_sysconf
one_processor:
    mov     x0, 1
    ret
    .size   ocirt_sysconf, . - ocirt_sysconf

    .globl  ocirt_most_processors
    .type   ocirt_most_processors, %function
ocirt_most_processors:
    mov     w0, 1024
    ret
    .size   ocirt_most_processors, . - ocirt_most_processors

    .globl  ocirt_no_environment
    .type   ocirt_no_environment, %function
ocirt_no_environment:
    mov     w0, 0
    ret
    .size   ocirt_no_environment, . - ocirt_no_environment

    .globl  ocirt_no_origin
    .type   ocirt_no_origin, %function
ocirt_no_origin:
    mov     x0, -1
    ret
    .size   ocirt_no_origin, . - ocirt_no_origin

    .globl  ocirt_random
    .type   ocirt_random, %function
ocirt_random:
    sxtw    x1, w1
    mov     x2, GRND_INSECURE
    mov     x8, getrandom
    svc     0
    ret
    .size   ocirt_random, . - ocirt_random

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

    .globl  ocirt_reserve
    .type   ocirt_reserve, %function
ocirt_reserve:
    cbnz    w2, old_way
    adrp    x11, ranges
    add     x11, x11, :lo12:ranges
    mov     x12, range_count
find_range:
    ldr     x13, [x11]
    cbz     x13, reserve
    add     x11, x11, 16
    subs    x12, x12, 1
    b.ne    find_range
old_way:
    b       __real__ZN15GCToOSInterface14VirtualReserveEmmjt
reserve:
    mov     x9, x0
    mov     x10, x1
    mov     x12, page
    cmp     x1, x12
    csel    x12, x12, x1, lo
    sub     x12, x12, 1
    add     x1, x0, x12
    mov     x0, 0
    mov     x2, 0
    mov     x3, MAP_PRIVATE_ANONYMOUS
    mov     x4, -1
    mov     x5, 0
    mov     x8, mmap
    svc     0
    cmn     x0, page
    b.hi    refused
    add     x0, x0, x12
    bic     x13, x0, x12
    mov     x0, x13
    mov     x1, writable
    cmp     x9, x1
    csel    x1, x9, x1, lo
    mov     x2, PROT_READ_WRITE
    mov     x8, mprotect
    svc     0
    cbnz    x0, reserved
    stp     x13, x1, [x11]
    mov     x12, smallest_range
    cmp     x9, x12
    b.lo    reserved
    mov     x0, x13
    mov     x2, MADV_NOHUGEPAGE
    mov     x8, madvise
    svc     0
reserved:
    mov     x0, x13
    ret
refused:
    mov     x0, x9
    mov     x1, x10
    mov     w2, 0
    b       __real__ZN15GCToOSInterface14VirtualReserveEmmjt
    .size   ocirt_reserve, . - ocirt_reserve

    .globl  ocirt_commit
    .type   ocirt_commit, %function
ocirt_commit:
    adrp    x11, ranges
    add     x11, x11, :lo12:ranges
    mov     x12, range_count
in_range:
    ldp     x9, x10, [x11], 16
    subs    x10, x10, x1
    b.lo    next_range
    sub     x9, x0, x9
    cmp     x9, x10
    b.ls    committed
next_range:
    subs    x12, x12, 1
    b.ne    in_range
    b       __real__ZN15GCToOSInterface13VirtualCommitEPvmt
committed:
    mov     w0, 1
    ret
    .size   ocirt_commit, . - ocirt_commit

    .globl  ocirt_decommit
    .type   ocirt_decommit, %function
ocirt_decommit:
    adrp    x11, ranges
    add     x11, x11, :lo12:ranges
    str     xzr, [x11, 8]
    str     xzr, [x11, 24]
    str     xzr, [x11, 40]
    b       __real__ZN15GCToOSInterface15VirtualDecommitEPvm
    .size   ocirt_decommit, . - ocirt_decommit

    .globl  ocirt_release
    .type   ocirt_release, %function
ocirt_release:
    adrp    x11, ranges
    add     x11, x11, :lo12:ranges
    str     xzr, [x11, 8]
    str     xzr, [x11, 24]
    str     xzr, [x11, 40]
    b       __real__ZN15GCToOSInterface14VirtualReleaseEPvm
    .size   ocirt_release, . - ocirt_release

    .globl  ocirt_memory_status
    .type   ocirt_memory_status, %function
ocirt_memory_status:
    cbz     x1, 1f
    str     wzr, [x1]
1:  cbz     x2, 1f
    str     x0, [x2]
1:  cbz     x3, 1f
    str     xzr, [x3]
1:  ret
    .size   ocirt_memory_status, . - ocirt_memory_status

    .bss
    .balign 8
ranges:
    .skip   16 * range_count

    .section .note.GNU-stack, "", %progbits
