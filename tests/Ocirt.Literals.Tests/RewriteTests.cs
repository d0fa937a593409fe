// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using FluentAssertions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit;

namespace Ocirt.Literals.Tests;

/// <summary>This assembly's own copy, rewritten: it says the same, and holds fewer literals.</summary>
public sealed class RewriteTests : IDisposable
{
    private const string Prefix = "Ocirt_Literals_Tests_Ocirt_Literals_Tests_Specimen__";

    private readonly string _directory = Directory.CreateTempSubdirectory("ocirt-literals-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_directory, true);

    [Theory]
    [InlineData("Tell", 3, "3 is more than nothing")]
    [InlineData("Tell", 0, "zero")]
    [InlineData("Unusual", false, "größer \ud83d\ude00 \0 ende")]
    [InlineData("Choose", "two", "the second")]
    [InlineData("Choose", "", "")]
    [InlineData("Choose", "four", "refused: no such name: four (Parameter 'name')")]
    public void Rewritten_code_says_the_same(string method, object argument, string expected) =>
        Load(Rewrite()).GetMethod(method)!.Invoke(null, [argument]).Should().Be(expected);

    [Fact]
    public void Seldom_run_code_holds_no_text() => LiteralsOf(Rewrite(), "Tell").Should().BeEmpty();

    [Fact]
    public void Ordinary_code_holds_names_and_no_prose() => LiteralsOf(Rewrite(Prefix + "Tell"), "Tell").Should().Equal("zero");

    [Theory]
    [InlineData("Tell_0")]
    [InlineData("Tell<System___Canon>")]
    [InlineData("Tell<Boxed_List_1<String>>_12")]
    public void Overloads_and_type_arguments_count_as_the_method(string name) =>
        LiteralsOf(Rewrite(Prefix + name), "Tell").Should().Equal("zero");

    [Fact]
    public void A_static_constructor_keeps_its_texts() => LiteralsOf(Rewrite(), ".cctor").Should().Equal("a table of text");

    [Fact]
    public void Half_a_surrogate_pair_stays() => LiteralsOf(Rewrite(), "Unusual").Should().Equal("half \ud83d of a pair");

    [Fact]
    public void The_same_input_gives_the_same_bytes() =>
        File.ReadAllBytes(Rewrite()).Should().Equal(File.ReadAllBytes(Rewrite()));

    private string Rewrite(params string[] order)
    {
        string copy = Path.Combine(_directory, "Ocirt.Literals.Tests.dll");
        Program.Rewrite(typeof(Specimen).Assembly.Location, copy, FunctionOrder.Read(order));
        return copy;
    }

    private static Type Load(string path)
    {
        using var file = new MemoryStream(File.ReadAllBytes(path));
        return new AssemblyLoadContext(null).LoadFromStream(file).GetType(typeof(Specimen).FullName!, true)!;
    }

    private static List<string> LiteralsOf(string path, string method)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(path);
        return module.GetType(typeof(Specimen).FullName).Methods.Single(candidate => candidate.Name == method).Body.Instructions
            .Where(instruction => instruction.OpCode == OpCodes.Ldstr).Select(instruction => (string)instruction.Operand).ToList();
    }
}
