// SPDX-License-Identifier: Apache-2.0

using System.Runtime.InteropServices;

namespace Ocirt.Linux.Interop;

/// <summary>libseccomp; its functions return negative error numbers. Linked statically into the shipped executable.</summary>
internal static unsafe partial class LibSeccomp
{
    internal const int SCMP_FLTATR_CTL_OPTIMIZE = 8;
    internal const int SCMP_CMP_NE = 1;
    internal const int SCMP_CMP_LT = 2;
    internal const int SCMP_CMP_LE = 3;
    internal const int SCMP_CMP_EQ = 4;
    internal const int SCMP_CMP_GE = 5;
    internal const int SCMP_CMP_GT = 6;
    internal const int SCMP_CMP_MASKED_EQ = 7;
    internal const int NameUnknown = -1;

    private const string Library = "seccomp";

    [LibraryImport(Library)]
    internal static partial nint seccomp_init(uint action);

    [LibraryImport(Library)]
    internal static partial void seccomp_release(nint context);

    [LibraryImport(Library)]
    internal static partial uint seccomp_arch_native();

    [LibraryImport(Library)]
    internal static partial int seccomp_arch_add(nint context, uint token);

    [LibraryImport(Library)]
    internal static partial int seccomp_attr_set(nint context, int attribute, uint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int seccomp_syscall_resolve_name(string name);

    [LibraryImport(Library)]
    internal static partial int seccomp_rule_add_array(nint context, uint action, int number, uint count, Comparison* comparisons);

    [LibraryImport(Library)]
    internal static partial int seccomp_export_bpf(nint context, int descriptor);

    [LibraryImport(Library)]
    internal static partial uint* seccomp_version();

    [StructLayout(LayoutKind.Sequential)]
    internal struct Comparison
    {
        internal uint Argument;
        internal int Operator;
        internal ulong First;
        internal ulong Second;
    }
}
