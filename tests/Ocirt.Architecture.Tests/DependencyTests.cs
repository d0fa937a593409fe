// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

using FluentAssertions;

using Mono.Cecil;

using Xunit;

namespace Ocirt.Architecture.Tests;

/// <summary>The rules of docs/architecture.md on who may use what, read from the compiled assemblies.</summary>
public sealed class DependencyTests
{
    /// <summary>What each assembly may use; docs/architecture.md shows the same.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Ocirt.Abi"] = [],
        ["Ocirt.Linux"] = ["Ocirt.Abi"],
        ["Ocirt.Spec"] = ["Ocirt.Abi"],
        ["Ocirt.Planning"] = ["Ocirt.Spec", "Ocirt.Abi"],
        ["Ocirt.Cgroups"] = ["Ocirt.Linux", "Ocirt.Spec", "Ocirt.Abi"],
        ["Ocirt.Runtime"] = ["Ocirt.Planning", "Ocirt.Cgroups", "Ocirt.Linux", "Ocirt.Spec", "Ocirt.Abi"],
        ["ocirt"] = ["Ocirt.Runtime", "Ocirt.Planning", "Ocirt.Cgroups", "Ocirt.Linux", "Ocirt.Spec", "Ocirt.Abi"],
    };

    private static readonly string[] Names = [.. Allowed.Keys];

    /// <summary>Console installs signal handlers and writes to terminals, Process reaps children that are not its own.</summary>
    private static readonly string[] BannedAssemblies =
        ["System.Console", "System.Diagnostics.Process", "System.Text.RegularExpressions", "System.Reflection.Emit"];

    /// <summary>The assemblies under src/, by name.</summary>
    public static TheoryData<string> Assemblies => new(Names);

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_uses_only_what_it_may(string name)
    {
        using AssemblyDefinition assembly = Read(name);
        assembly.MainModule.AssemblyReferences.Select(reference => reference.Name)
            .Where(reference => reference.StartsWith("Ocirt.", StringComparison.Ordinal))
            .Should().BeSubsetOf(Allowed[name], because: "docs/architecture.md says so");
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_refers_to_no_banned_library(string name)
    {
        using AssemblyDefinition assembly = Read(name);
        assembly.MainModule.AssemblyReferences.Select(reference => reference.Name).Should().NotContain(BannedAssemblies);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Only_the_fence_calls_native_code(string name)
    {
        using AssemblyDefinition assembly = Read(name);
        IEnumerable<string> imports =
            from type in assembly.MainModule.GetTypes()
            from method in type.Methods
            where method.IsPInvokeImpl
            select $"{type.Name}.{method.Name}";
        if (name != "Ocirt.Linux")
        {
            imports.Should().BeEmpty(because: "P/Invoke belongs in Ocirt.Linux");
        }
    }

    [Fact]
    public void Nothing_exposes_fork_or_clone()
    {
        using AssemblyDefinition assembly = Read("Ocirt.Linux");
        IEnumerable<string> native =
            from type in assembly.MainModule.GetTypes()
            from method in type.Methods
            where method.IsPInvokeImpl
            select method.PInvokeInfo.EntryPoint ?? method.Name;
        native.Should().NotContain(["fork", "vfork", "clone", "clone3", "unshare", "setns"],
            because: "managed code must never run after a fork");
    }

    [Fact]
    public void Unsafe_code_is_allowed_in_three_projects()
    {
        Repository.Files(["src"], ".csproj")
            .Where(file => Repository.Lines(file).Any(line => line.Contains("<AllowUnsafeBlocks>true", StringComparison.Ordinal)))
            .Should().BeSubsetOf(["src/Ocirt.Abi/Ocirt.Abi.csproj", "src/Ocirt.Init/Ocirt.Init.csproj", "src/Ocirt.Linux/Ocirt.Linux.csproj"]);
    }

    [Fact]
    public void No_managed_project_references_init()
    {
        Repository.Files(["src"], ".csproj")
            .Where(file => Repository.Lines(file).Any(line =>
                line.Contains("<ProjectReference", StringComparison.Ordinal) && line.Contains("Ocirt.Init", StringComparison.Ordinal)))
            .Should().BeEmpty(because: "the runtime embeds the file of init, not its code");
    }

    private static AssemblyDefinition Read(string name) =>
        AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
}
