// SPDX-License-Identifier: Apache-2.0
// The primitive types that the C# compiler and ilc look up by name. They carry no behaviour.

namespace System;

/// <summary>The root of all types. Never allocated in this program.</summary>
public unsafe class Object
{
#pragma warning disable CS0169, CA1823, IDE0044, IDE0051 // ilc lays out the header by this field.
    private void* _methodTable;
#pragma warning restore CS0169, CA1823, IDE0044, IDE0051
}

/// <summary>No value.</summary>
public struct Void { }

/// <summary>A truth value.</summary>
public struct Boolean { }

/// <summary>A UTF-16 code unit.</summary>
public struct Char { }

/// <summary>A signed 8-bit integer.</summary>
public struct SByte { }

/// <summary>An unsigned 8-bit integer.</summary>
public struct Byte { }

/// <summary>A signed 16-bit integer.</summary>
public struct Int16 { }

/// <summary>An unsigned 16-bit integer.</summary>
public struct UInt16 { }

/// <summary>A signed 32-bit integer.</summary>
public struct Int32 { }

/// <summary>An unsigned 32-bit integer.</summary>
public struct UInt32 { }

/// <summary>A signed 64-bit integer.</summary>
public struct Int64 { }

/// <summary>An unsigned 64-bit integer.</summary>
public struct UInt64 { }

/// <summary>A signed integer as wide as a pointer.</summary>
public struct IntPtr { }

/// <summary>An unsigned integer as wide as a pointer.</summary>
public struct UIntPtr { }

/// <summary>A 32-bit floating-point number; only here because ilc looks it up.</summary>
public struct Single { }

/// <summary>A 64-bit floating-point number; only here because ilc looks it up.</summary>
public struct Double { }

/// <summary>The base of value types.</summary>
public abstract class ValueType { }

/// <summary>The base of enumerations.</summary>
public abstract class Enum : ValueType { }

/// <summary>A value or nothing.</summary>
public struct Nullable<T> where T : struct
{
#pragma warning disable CS0169, CA1823, IDE0044, IDE0051
    private readonly bool hasValue;
    private T value;
#pragma warning restore CS0169, CA1823, IDE0044, IDE0051
}

/// <summary>UTF-16 text. Only literals of attributes exist; the program handles bytes.</summary>
public sealed class String
{
    /// <summary>The number of code units.</summary>
    public readonly int Length;
#pragma warning disable CS0169, CA1823, IDE0044, IDE0051
    private char _firstChar;
#pragma warning restore CS0169, CA1823, IDE0044, IDE0051
}

/// <summary>The base of arrays.</summary>
public abstract class Array
{
#pragma warning disable CS0649
    internal int _numComponents;
#pragma warning restore CS0649

    /// <summary>The number of elements.</summary>
    public int Length => _numComponents;
}

internal sealed class Array<T> : Array { }

/// <summary>The base of function objects; none exist in this program.</summary>
public abstract class Delegate { }

/// <summary>The base of delegate types.</summary>
public abstract class MulticastDelegate : Delegate { }

/// <summary>The base of exceptions; none can be thrown in this program.</summary>
public class Exception { }

/// <summary>A handle of a type.</summary>
public struct RuntimeTypeHandle { }

/// <summary>A handle of a method.</summary>
public struct RuntimeMethodHandle { }

/// <summary>A handle of a field.</summary>
public struct RuntimeFieldHandle { }

/// <summary>A type, for <c>typeof</c> in attributes.</summary>
public abstract class Type { }

/// <summary>Marks types that want disposal.</summary>
public interface IDisposable
{
    /// <summary>Releases what the value holds.</summary>
    void Dispose();
}
