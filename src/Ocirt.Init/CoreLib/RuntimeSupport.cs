// SPDX-License-Identifier: Apache-2.0
// What ilc asks its core library for by name. There is no runtime behind it: whatever would
// need one ends the process at once, so a mistake shows in the first test that reaches it.

using System.Runtime.CompilerServices;

namespace System
{
    /// <summary>The process.</summary>
    public static class Environment
    {
        /// <summary>Ends the process with a trap; the caller sees SIGILL or SIGTRAP.</summary>
        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void FailFast() => Ocirt.Init.Kernel.Trap.Raise();
    }

    internal static class AppContext
    {
        internal static void SetData() { }
    }
}

namespace System.Runtime
{
    /// <summary>Gives a method a symbol of its own.</summary>
    public sealed class RuntimeExportAttribute(string entry) : Attribute
    {
        /// <summary>The symbol.</summary>
        public string EntryPoint { get; } = entry;
    }

    /// <summary>Binds a method to a symbol of the object files linked in.</summary>
    public sealed class RuntimeImportAttribute : Attribute
    {
        /// <summary>The library, or none.</summary>
        public string DllName { get; }

        /// <summary>The symbol.</summary>
        public string EntryPoint { get; }

        /// <summary>Binds to <paramref name="entry"/>.</summary>
        public RuntimeImportAttribute(string entry)
        {
            EntryPoint = entry;
            DllName = entry;
        }

        /// <summary>Binds to <paramref name="entry"/> of <paramref name="dllName"/>.</summary>
        public RuntimeImportAttribute(string dllName, string entry)
        {
            EntryPoint = entry;
            DllName = dllName;
        }
    }

    internal static class TypeCast { }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>What the compiler may assume.</summary>
    public static class RuntimeFeature
    {
        /// <summary>By-ref fields work.</summary>
        public const string ByRefFields = nameof(ByRefFields);

        /// <summary>Static abstract members of interfaces work.</summary>
        public const string VirtualStaticsInInterfaces = nameof(VirtualStaticsInInterfaces);

        /// <summary>Unmanaged calling conventions work.</summary>
        public const string UnmanagedSignatureCallingConvention = nameof(UnmanagedSignatureCallingConvention);

        /// <summary>By-ref-like type arguments work.</summary>
        public const string ByRefLikeGenerics = nameof(ByRefLikeGenerics);

        /// <summary>Pointer-sized numbers are primitive.</summary>
        public const string NumericIntPtr = nameof(NumericIntPtr);
    }

    /// <summary>Helpers that the compiler emits calls to.</summary>
    public static class RuntimeHelpers
    {
        /// <summary>The offset of a string's first character.</summary>
        public static unsafe int OffsetToStringData => sizeof(nint) + sizeof(int);

        /// <summary>A span over a table in the program's data.</summary>
        [Intrinsic]
        public static extern ReadOnlySpan<T> CreateSpan<T>(RuntimeFieldHandle fldHandle);
    }
}

namespace Internal.Runtime.CompilerHelpers
{
    internal static class ThrowHelpers
    {
        private static void ThrowBodyRemoved() => System.Environment.FailFast();
        private static void ThrowFeatureBodyRemoved() => System.Environment.FailFast();
        private static void ThrowInstanceBodyRemoved() => System.Environment.FailFast();
        private static void ThrowUnavailableType() => System.Environment.FailFast();
        private static void ThrowInvalidProgramException(int id) => System.Environment.FailFast();
        private static void ThrowInvalidProgramExceptionWithArgument(int id, string methodName) => System.Environment.FailFast();
        private static void ThrowTypeLoadException(int id, string className, string typeName) => System.Environment.FailFast();
        private static void ThrowTypeLoadExceptionWithArgument(int id, string className, string typeName, string messageArg) => System.Environment.FailFast();
        private static void ThrowMissingMethodException(int id, string methodName) => System.Environment.FailFast();
        private static void ThrowMissingFieldException(int id, string fieldName) => System.Environment.FailFast();
        private static void ThrowFileNotFoundException(int id, string fileName) => System.Environment.FailFast();
        private static void ThrowBadImageFormatException(int id) => System.Environment.FailFast();
        private static void ThrowMarshalDirectiveException(int id) => System.Environment.FailFast();
        private static void ThrowAmbiguousMatchException(int id) => System.Environment.FailFast();
        private static void ThrowOverflowException() => System.Environment.FailFast();
        private static void ThrowIndexOutOfRangeException() => System.Environment.FailFast();
        private static void ThrowNullReferenceException() => System.Environment.FailFast();
        private static void ThrowDivideByZeroException() => System.Environment.FailFast();
        private static void ThrowArrayTypeMismatchException() => System.Environment.FailFast();
        private static void ThrowPlatformNotSupportedException() => System.Environment.FailFast();
        private static void ThrowArgumentException() => System.Environment.FailFast();
        private static void ThrowArgumentOutOfRangeException() => System.Environment.FailFast();
        private static void ThrowStaticClassConstructorExceptions() => System.Environment.FailFast();
    }

    internal static class StartupCodeHelpers { }
}
