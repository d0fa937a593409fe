// SPDX-License-Identifier: Apache-2.0
// Attributes that the C# compiler emits or ilc reads.

namespace System
{
    /// <summary>The base of attributes.</summary>
    public abstract class Attribute { }

    /// <summary>Where an attribute may stand.</summary>
    public enum AttributeTargets
    {
        /// <summary>On a module.</summary>
        Module = 2,
        /// <summary>On a class.</summary>
        Class = 4,
        /// <summary>On a struct.</summary>
        Struct = 8,
        /// <summary>On an enumeration.</summary>
        Enum = 16,
        /// <summary>On a method.</summary>
        Method = 64,
        /// <summary>On a property.</summary>
        Property = 128,
        /// <summary>On a field.</summary>
        Field = 256,
        /// <summary>On an interface.</summary>
        Interface = 1024,
        /// <summary>On a parameter.</summary>
        Parameter = 2048,
        /// <summary>Anywhere.</summary>
        All = 32767,
    }

    /// <summary>Says where an attribute may stand.</summary>
    public sealed class AttributeUsageAttribute(AttributeTargets validOn) : Attribute
    {
        /// <summary>The allowed places.</summary>
        public AttributeTargets ValidOn { get; } = validOn;

        /// <summary>Whether it may stand more than once.</summary>
        public bool AllowMultiple { get; set; }

        /// <summary>Whether derived types have it as well.</summary>
        public bool Inherited { get; set; }
    }

    /// <summary>An enumeration of bits.</summary>
    public sealed class FlagsAttribute : Attribute { }

    /// <summary>A params array.</summary>
    public sealed class ParamArrayAttribute : Attribute { }

    /// <summary>Not to be used any more.</summary>
    public sealed class ObsoleteAttribute : Attribute
    {
        /// <summary>Marks it.</summary>
        public ObsoleteAttribute(string message) { }

        /// <summary>Marks it, as an error.</summary>
        public ObsoleteAttribute(string message, bool error) { }
    }
}

namespace System.Reflection
{
    /// <summary>Names the default member of a type.</summary>
    public sealed class DefaultMemberAttribute(string memberName) : Attribute
    {
        /// <summary>The member.</summary>
        public string MemberName { get; } = memberName;
    }
}

namespace System.Diagnostics.CodeAnalysis
{
    /// <summary>The method does not return.</summary>
    public sealed class DoesNotReturnAttribute : Attribute { }

    /// <summary>Allows a by-ref to escape.</summary>
    public sealed class UnscopedRefAttribute : Attribute { }

    /// <summary>Names a warning that has been looked at.</summary>
    public sealed class SuppressMessageAttribute(string category, string checkId) : Attribute
    {
        /// <summary>The category.</summary>
        public string Category { get; } = category;

        /// <summary>The rule.</summary>
        public string CheckId { get; } = checkId;

        /// <summary>The reason.</summary>
        public string? Justification { get; set; }
    }
}

namespace System.Runtime.InteropServices
{
    /// <summary>How fields are laid out.</summary>
    public enum LayoutKind
    {
        /// <summary>In order.</summary>
        Sequential = 0,
        /// <summary>At given offsets.</summary>
        Explicit = 2,
        /// <summary>As the compiler likes.</summary>
        Auto = 3,
    }

    /// <summary>Fixes the layout of a struct.</summary>
    public sealed class StructLayoutAttribute(LayoutKind layoutKind) : Attribute
    {
        /// <summary>The kind of layout.</summary>
        public LayoutKind Value { get; } = layoutKind;

        /// <summary>The largest alignment, in bytes.</summary>
        public int Pack;

        /// <summary>The size, in bytes.</summary>
        public int Size;
    }

    /// <summary>Fixes the offset of a field.</summary>
    public sealed class FieldOffsetAttribute(int offset) : Attribute
    {
        /// <summary>The offset, in bytes.</summary>
        public int Value { get; } = offset;
    }

    /// <summary>A by-ref parameter is input only.</summary>
    public sealed class InAttribute : Attribute { }

    /// <summary>An unmanaged type, in the compiler's encoding.</summary>
    public abstract class UnmanagedType { }

    /// <summary>A function in a native library.</summary>
    public sealed class DllImportAttribute(string dllName) : Attribute
    {
        /// <summary>The library.</summary>
        public string Value { get; } = dllName;

        /// <summary>The symbol.</summary>
        public string? EntryPoint;
    }
}

namespace System.Runtime.CompilerServices
{
    /// <summary>Hints for the compiler.</summary>
    public enum MethodImplOptions
    {
        /// <summary>Never inline.</summary>
        NoInlining = 8,
        /// <summary>Inline wherever possible.</summary>
        AggressiveInlining = 256,
        /// <summary>Known to the compiler.</summary>
        InternalCall = 4096,
    }

    /// <summary>Gives hints for one method.</summary>
    public sealed class MethodImplAttribute(MethodImplOptions methodImplOptions) : Attribute
    {
        /// <summary>The hints.</summary>
        public MethodImplOptions Value { get; } = methodImplOptions;
    }

    /// <summary>The method is expanded by the compiler.</summary>
    public sealed class IntrinsicAttribute : Attribute { }

    /// <summary>A type or parameter is read-only.</summary>
    public sealed class IsReadOnlyAttribute : Attribute { }

    /// <summary>A type lives on the stack only.</summary>
    public sealed class IsByRefLikeAttribute : Attribute { }

    /// <summary>A generic argument has no references.</summary>
    public sealed class IsUnmanagedAttribute : Attribute { }

    /// <summary>An init-only setter.</summary>
    public static class IsExternalInit { }

    /// <summary>A volatile field.</summary>
    public static class IsVolatile { }

    /// <summary>A fixed buffer.</summary>
    public sealed class FixedBufferAttribute(Type elementType, int length) : Attribute
    {
        /// <summary>The element.</summary>
        public Type ElementType { get; } = elementType;

        /// <summary>The number of elements.</summary>
        public int Length { get; } = length;
    }

    /// <summary>Made by the compiler.</summary>
    public sealed class CompilerGeneratedAttribute : Attribute { }

    /// <summary>Contains code without checks.</summary>
    public sealed class UnsafeValueTypeAttribute : Attribute { }

    /// <summary>Locals are not zeroed.</summary>
    public sealed class SkipLocalsInitAttribute : Attribute { }

    /// <summary>Needs a feature of the compiler.</summary>
    public sealed class CompilerFeatureRequiredAttribute(string featureName) : Attribute
    {
        /// <summary>The feature.</summary>
        public string FeatureName { get; } = featureName;

        /// <summary>Whether it may be ignored.</summary>
        public bool IsOptional { get; set; }
    }

    /// <summary>Must be set by an initialiser.</summary>
    public sealed class RequiredMemberAttribute : Attribute { }

    /// <summary>A scoped by-ref.</summary>
    public sealed class ScopedRefAttribute : Attribute { }

    /// <summary>The version of the by-ref safety rules.</summary>
    public sealed class RefSafetyRulesAttribute(int version) : Attribute
    {
        /// <summary>The version.</summary>
        public int Version { get; } = version;
    }

    /// <summary>Nullability, as the compiler emits it.</summary>
    public sealed class NullableAttribute : Attribute
    {
        /// <summary>One flag for all.</summary>
        public NullableAttribute(byte flag) { }

        /// <summary>A flag for each part.</summary>
        public NullableAttribute(byte[] flags) { }
    }

    /// <summary>Nullability of a scope.</summary>
    public sealed class NullableContextAttribute(byte flag) : Attribute
    {
        /// <summary>The flag.</summary>
        public byte Flag { get; } = flag;
    }
}
