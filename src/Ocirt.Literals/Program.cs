// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using Mono.Cecil;

namespace Ocirt.Literals;

/// <summary>
/// A step of the build, between the C# compiler and ilc: <c>Ocirt.Literals ORDER DIRECTORY ASSEMBLY...</c> writes a copy
/// of each assembly to DIRECTORY, in which seldom-run code decodes its texts from UTF-8.
/// </summary>
/// <remarks>
/// ilc makes an object of every string literal, and each of them holds a pointer to the type of strings. A
/// position-independent executable has to write all these pointers when it starts, so every page of texts is copied in
/// every start, though most of them are parts of error messages that nobody sees. Texts in UTF-8 hold no pointer.
/// Code that ordinary commands run, which ORDER lists, keeps its literals, except for prose: what has a space in it is
/// part of a message, even there.
/// </remarks>
internal static class Program
{
    /// <summary>Rewrites the assemblies.</summary>
    /// <param name="args">The order file, the directory of the copies, and the assemblies.</param>
    /// <exception cref="ArgumentException">There are too few.</exception>
    private static void Main(string[] args)
    {
        if (args.Length < 3)
        {
            throw new ArgumentException("usage: Ocirt.Literals ORDER DIRECTORY ASSEMBLY...");
        }

        FunctionOrder order = FunctionOrder.Read(File.ReadLines(args[0]));
        Directory.CreateDirectory(args[1]);
        foreach (string path in args.AsSpan(2))
        {
            Rewrite(path, Path.Combine(args[1], Path.GetFileName(path)), order);
        }
    }

    /// <summary>Copies one assembly, with its symbols when it has some.</summary>
    /// <param name="from">The assembly as the compiler made it.</param>
    /// <param name="to">The path of the copy.</param>
    /// <param name="order">The functions that keep their literals.</param>
    internal static void Rewrite(string from, string to, FunctionOrder order)
    {
        bool symbols = File.Exists(Path.ChangeExtension(from, ".pdb"));
        using ModuleDefinition module = ModuleDefinition.ReadModule(from, new ReaderParameters { ReadSymbols = symbols, InMemory = true });
        var pool = new LiteralPool(module);
        foreach (TypeDefinition type in module.GetTypes())
        {
            foreach (MethodDefinition method in type.Methods)
            {
                // ilc evaluates static constructors when it compiles, and could not evaluate a decoder.
                if (method.HasBody && method.Name != ".cctor")
                {
                    pool.MoveLiterals(method, proseOnly: order.Contains(method));
                }
            }
        }

        pool.Complete();
        module.Write(to, new WriterParameters { WriteSymbols = symbols, DeterministicMvid = true });
    }
}
