// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace Ocirt.Literals;

/// <summary>The texts of one assembly that its code decodes when it needs them.</summary>
internal sealed class LiteralPool
{
    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _type;
    private readonly MethodDefinition _decode;
    private readonly List<byte> _utf8 = [];
    private readonly Dictionary<string, (int Start, int Length)> _places = [];

    /// <summary>Makes an empty pool.</summary>
    /// <param name="module">The assembly's module.</param>
    internal LiteralPool(ModuleDefinition module)
    {
        _module = module;
        _type = new TypeDefinition("", "<Literals>", TypeAttributes.NotPublic | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        _decode = new MethodDefinition("Decode", MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, module.TypeSystem.String)
        {
            // A call in each place is smaller than the decoder in each place.
            NoInlining = true,
        };
        _decode.Parameters.Add(new ParameterDefinition("start", ParameterAttributes.None, module.TypeSystem.Int32));
        _decode.Parameters.Add(new ParameterDefinition("length", ParameterAttributes.None, module.TypeSystem.Int32));
    }

    /// <summary>Puts a call of the decoder in the place of each literal of a method.</summary>
    /// <param name="method">A method with a body.</param>
    /// <param name="proseOnly">Whether texts without a space stay.</param>
    internal void MoveLiterals(MethodDefinition method, bool proseOnly)
    {
        var literals = new List<Instruction>();
        foreach (Instruction instruction in method.Body.Instructions)
        {
            if (instruction.OpCode == OpCodes.Ldstr && instruction.Operand is string text
                && IsEncodable(text) && (!proseOnly || text.Contains(' ')))
            {
                literals.Add(instruction);
            }
        }

        if (literals.Count == 0)
        {
            return;
        }

        // Calls are longer than literals: branches over them may need their long form.
        method.Body.SimplifyMacros();
        ILProcessor code = method.Body.GetILProcessor();
        foreach (Instruction literal in literals)
        {
            (int start, int length) = Place((string)literal.Operand);
            // The instruction itself stays, because branches point to it.
            literal.OpCode = OpCodes.Ldc_I4;
            literal.Operand = start;
            Instruction second = code.Create(OpCodes.Ldc_I4, length);
            code.InsertAfter(literal, second);
            code.InsertAfter(second, code.Create(OpCodes.Call, _decode));
        }

        method.Body.OptimizeMacros();
    }

    /// <summary>Adds the texts and their decoder to the assembly, when there are any.</summary>
    internal void Complete()
    {
        if (_places.Count == 0)
        {
            return;
        }

        var data = new TypeDefinition("", "Utf8Data", TypeAttributes.NestedPrivate | TypeAttributes.ExplicitLayout | TypeAttributes.Sealed,
            _module.ImportReference(typeof(ValueType)))
        {
            PackingSize = 1,
            ClassSize = _utf8.Count,
        };
        var field = new FieldDefinition("Utf8", FieldAttributes.Private | FieldAttributes.Static | FieldAttributes.InitOnly | FieldAttributes.HasFieldRVA, data)
        {
            InitialValue = _utf8.ToArray(),
        };
        _type.NestedTypes.Add(data);
        _type.Fields.Add(field);
        _type.Methods.Add(_decode);
        _module.Types.Add(_type);

        ILProcessor code = _decode.Body.GetILProcessor();
        code.Emit(OpCodes.Call, _module.ImportReference(typeof(Encoding).GetProperty(nameof(Encoding.UTF8))!.GetMethod));
        code.Emit(OpCodes.Ldsflda, field);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Add);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Newobj, _module.ImportReference(typeof(ReadOnlySpan<byte>).GetConstructor([typeof(void*), typeof(int)])));
        code.Emit(OpCodes.Callvirt, _module.ImportReference(typeof(Encoding).GetMethod(nameof(Encoding.GetString), [typeof(ReadOnlySpan<byte>)])));
        code.Emit(OpCodes.Ret);
    }

    // An empty string is one object anyway, and half a surrogate pair has no UTF-8.
    private static bool IsEncodable(string text) =>
        text.Length > 0 && string.Equals(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), text, StringComparison.Ordinal);

    private (int Start, int Length) Place(string text)
    {
        if (!_places.TryGetValue(text, out (int Start, int Length) place))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            place = (_utf8.Count, bytes.Length);
            _utf8.AddRange(bytes);
            _places.Add(text, place);
        }

        return place;
    }
}
