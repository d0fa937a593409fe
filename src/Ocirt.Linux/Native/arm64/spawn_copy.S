// SPDX-License-Identifier: Apache-2.0
//
// Stands where Native/x64/spawn_copy.S does. There is no such code for this architecture: an emulator that runs one program
// cannot try a child that shares memory.

    .set    ENOSYS, 38

    .text

    // int64_t ocirt_spawn_copy(SpawnCopyRequest* request): -ENOSYS; the caller starts the program with posix_spawn(3).
    .globl  ocirt_spawn_copy
    .type   ocirt_spawn_copy, %function
ocirt_spawn_copy:
    mov     x0, #-ENOSYS
    ret
    .size   ocirt_spawn_copy, . - ocirt_spawn_copy

    .section .note.GNU-stack, "", %progbits
