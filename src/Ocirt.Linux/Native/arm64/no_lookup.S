// SPDX-License-Identifier: Apache-2.0
//
// See the x64 file.

    .text
    .globl  ocirt_no_lookup
    .type   ocirt_no_lookup, %function
ocirt_no_lookup:
    mov     w0, -1
    ret
    .size   ocirt_no_lookup, . - ocirt_no_lookup

    .section .note.GNU-stack, "", %progbits
