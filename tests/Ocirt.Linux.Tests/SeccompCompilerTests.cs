// SPDX-License-Identifier: Apache-2.0

using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

using FluentAssertions;

using Ocirt.Abi.Linux;

using Xunit;

namespace Ocirt.Linux.Tests;

public sealed class SeccompCompilerTests
{
    private const uint X64 = 0xc000003e;
    private const uint X86 = 0x40000003;
    private const uint Allow = Seccomp.SECCOMP_RET_ALLOW;
    private const uint Refused = Seccomp.SECCOMP_RET_ERRNO | Errno.EPERM;
    private const uint NoSuchCall = Seccomp.SECCOMP_RET_ERRNO | Errno.ENOSYS;

    [ModuleInitializer]
    internal static void UseTheSharedLibrary() => NativeLibrary.SetDllImportResolver(
        typeof(SeccompCompiler).Assembly,
        static (name, _, _) => name == "seccomp" && NativeLibrary.TryLoad("libseccomp.so.2", out nint library) ? library : 0);

    [Fact]
    public void The_default_action_and_the_rules_decide()
    {
        byte[] filter = Compile("SCMP_ACT_ERRNO", null, Rule("SCMP_ACT_ALLOW", "read", "write", "mseal"), Rule("SCMP_ACT_KILL_PROCESS", "reboot"));

        Run(filter, X64, 0).Should().Be(Allow);
        Run(filter, X64, 169).Should().Be(Seccomp.SECCOMP_RET_KILL_PROCESS);
        Run(filter, X64, 2).Should().Be(Refused);
        Run(filter, X64, 462).Should().Be(Allow, because: "mseal is newer than the library but has a number of its own");
        Run(filter, X64, 461).Should().Be(Refused);
        Run(filter, X64, 463).Should().Be(NoSuchCall, because: "it is newer than everything in the profile");
        Run(filter, X64, uint.MaxValue).Should().NotBe(NoSuchCall);
        Run(filter, X86, 3).Should().Be(Seccomp.SECCOMP_RET_KILL_THREAD, because: "the architecture is not in the profile");
        Run(filter, X86, 463).Should().Be(Seccomp.SECCOMP_RET_KILL_THREAD);
    }

    [Fact]
    public void A_second_architecture_has_its_own_numbers()
    {
        SeccompProfile profile = new("SCMP_ACT_ERRNO", null, ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86"], [], [Rule("SCMP_ACT_ALLOW", "read", "mseal")]);
        byte[] filter = SeccompCompiler.Compile(profile).Instructions;

        Run(filter, X86, 3).Should().Be(Allow);
        Run(filter, X86, 0).Should().Be(Refused);
        Run(filter, X86, 462).Should().Be(Allow);
        Run(filter, X86, 500).Should().Be(NoSuchCall);
    }

    [Fact]
    public void Arguments_are_compared_and_two_conditions_on_one_argument_are_alternatives()
    {
        byte[] filter = Compile("SCMP_ACT_ERRNO", 13,
            new SeccompProfileRule(["personality"], "SCMP_ACT_ALLOW", null, [new(0, 0, 0, "SCMP_CMP_EQ"), new(0, 8, 0, "SCMP_CMP_EQ")]),
            new SeccompProfileRule(["clone"], "SCMP_ACT_ALLOW", null, [new(0, 0x7e020000, 0, "SCMP_CMP_MASKED_EQ")]),
            new SeccompProfileRule(["socket"], "SCMP_ACT_ERRNO", 22, [new(0, 16, 0, "SCMP_CMP_EQ"), new(2, 9, 0, "SCMP_CMP_EQ")]));

        Run(filter, X64, 135, 0).Should().Be(Allow);
        Run(filter, X64, 135, 8).Should().Be(Allow);
        Run(filter, X64, 135, 1).Should().Be(Seccomp.SECCOMP_RET_ERRNO | 13);
        Run(filter, X64, 56, 0x11).Should().Be(Allow);
        Run(filter, X64, 56, 0x20011).Should().Be(Seccomp.SECCOMP_RET_ERRNO | 13);
        Run(filter, X64, 41, 16, 3, 9).Should().Be(Seccomp.SECCOMP_RET_ERRNO | 22);
        Run(filter, X64, 41, 16, 3, 8).Should().Be(Seccomp.SECCOMP_RET_ERRNO | 13);
    }

    [Fact]
    public void Flags_and_unknown_names_are_reported()
    {
        SeccompFilter plain = SeccompCompiler.Compile(new("SCMP_ACT_ALLOW", null, [], [], [Rule("SCMP_ACT_ERRNO", "no_such_call")]));
        SeccompFilter flagged = SeccompCompiler.Compile(new("SCMP_ACT_ALLOW", null, [],
            ["SECCOMP_FILTER_FLAG_LOG", "SECCOMP_FILTER_FLAG_TSYNC"], [Rule("SCMP_ACT_NOTIFY", "mkdir")]));

        SeccompFilter waits = SeccompCompiler.Compile(new("SCMP_ACT_ALLOW", null, [], ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"], []));
        SeccompFilter notifies = SeccompCompiler.Compile(new("SCMP_ACT_ALLOW", null, [],
            ["SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"], [Rule("SCMP_ACT_NOTIFY", "mkdir")]));

        waits.Flags.Should().Be(0, because: "the kernel refuses the flag without a listener");
        notifies.Flags.Should().Be(Seccomp.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER);
        plain.UnknownNames.Should().Equal("no_such_call");
        plain.Flags.Should().Be(Seccomp.SECCOMP_FILTER_FLAG_SPEC_ALLOW);
        flagged.Flags.Should().Be(Seccomp.SECCOMP_FILTER_FLAG_LOG | Seccomp.SECCOMP_FILTER_FLAG_NEW_LISTENER);
    }

    [Theory]
    [InlineData("SCMP_ACT_NONE", "SCMP_ARCH_X86", "SCMP_CMP_EQ", 0u, "linux.seccomp.defaultAction: is no action, got 'SCMP_ACT_NONE'")]
    [InlineData("SCMP_ACT_LOG", "amd64", "SCMP_CMP_EQ", 0u, "linux.seccomp.architectures[0]: is no architecture, got 'amd64'")]
    [InlineData("SCMP_ACT_LOG", "SCMP_ARCH_X86", "==", 0u, "linux.seccomp.syscalls[0].args[0].op: is no comparison, got '=='")]
    [InlineData("SCMP_ACT_LOG", "SCMP_ARCH_X86", "SCMP_CMP_EQ", 6u, "linux.seccomp.syscalls[0].args[0].index: must be 0 to 5, got '6'")]
    public void A_name_without_a_meaning_is_an_error(string action, string architecture, string comparison, uint index, string message)
    {
        SeccompProfile profile = new(action, null, [architecture], [],
            [new SeccompProfileRule(["read"], "SCMP_ACT_ALLOW", null, [new(index, 0, 0, comparison)])]);

        Action compile = () => SeccompCompiler.Compile(profile);

        compile.Should().Throw<SeccompException>().Which.Message.Should().Be(message);
    }

    [Fact]
    public void The_profiles_of_the_engines_compile()
    {
        string? bundles = FindBundles();
        if (bundles is null)
        {
            Assert.Skip("the shared bundles are not beside the repository");
        }

        HashSet<string> compiled = [];
        foreach (string file in Directory.GetFiles(bundles, "*.json"))
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(file));
            if (config.RootElement.TryGetProperty("linux", out JsonElement linux) && linux.TryGetProperty("seccomp", out JsonElement seccomp)
                && compiled.Add(seccomp.GetRawText()))
            {
                SeccompFilter filter = SeccompCompiler.Compile(Read(seccomp));
                bool readAllowed = Run(filter.Instructions, X64, 0) == Allow;
                readAllowed.Should().BeTrue(because: file);
                filter.UnknownNames.Should().BeSubsetOf(["riscv_hwprobe", "uretprobe"], because: file);
            }
        }

        compiled.Should().NotBeEmpty();
    }

    private static SeccompProfileRule Rule(string action, params string[] names) => new(names, action, null, []);

    private static byte[] Compile(string action, uint? errno, params SeccompProfileRule[] rules) =>
        SeccompCompiler.Compile(new SeccompProfile(action, errno, [], [], rules)).Instructions;

    private static SeccompProfile Read(JsonElement json)
    {
        return new SeccompProfile(
            json.GetProperty("defaultAction").GetString()!,
            Number(json, "defaultErrnoRet"),
            Strings(json, "architectures"),
            Strings(json, "flags"),
            json.TryGetProperty("syscalls", out JsonElement rules) ? rules.EnumerateArray().Select(rule => new SeccompProfileRule(
                Strings(rule, "names"),
                rule.GetProperty("action").GetString()!,
                Number(rule, "errnoRet"),
                !rule.TryGetProperty("args", out JsonElement args) || args.ValueKind != JsonValueKind.Array ? [] : args.EnumerateArray()
                    .Select(a => new SeccompCondition(
                        a.GetProperty("index").GetUInt32(),
                        a.GetProperty("value").GetUInt64(),
                        a.TryGetProperty("valueTwo", out JsonElement two) ? two.GetUInt64() : 0,
                        a.GetProperty("op").GetString()!)).ToArray())).ToArray() : []);

        static uint? Number(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement value) ? value.GetUInt32() : null;

        static string[] Strings(JsonElement json, string name) =>
            json.TryGetProperty(name, out JsonElement value) ? value.EnumerateArray().Select(e => e.GetString()!).ToArray() : [];
    }

    private static string? FindBundles()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(at.FullName + "/ocirt.sln"))
            {
                string bundles = at.Parent + "/shared/bundles";
                return Directory.Exists(bundles) ? bundles : null;
            }
        }

        return null;
    }

    /// <summary>Runs a classic BPF program over struct seccomp_data.</summary>
    private static uint Run(byte[] filter, uint architecture, uint number, params ulong[] arguments)
    {
        byte[] data = new byte[64];
        BinaryPrimitives.WriteUInt32LittleEndian(data, number);
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), architecture);
        for (int i = 0; i < arguments.Length; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(16 + (i * 8)), arguments[i]);
        }

        uint accumulator = 0;
        for (int at = 0; ; at++)
        {
            ReadOnlySpan<byte> instruction = filter.AsSpan(at * 8, 8);
            uint operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            bool? condition = null;
            switch (instruction[0])
            {
                case 0x20: accumulator = BinaryPrimitives.ReadUInt32LittleEndian(data.AsSpan((int)operand)); break;
                case 0x54: accumulator &= operand; break;
                case 0x05: at += (int)operand; break;
                case 0x06: return operand;
                case 0x15: condition = accumulator == operand; break;
                case 0x25: condition = accumulator > operand; break;
                case 0x35: condition = accumulator >= operand; break;
                case 0x45: condition = (accumulator & operand) != 0; break;
                default: throw new InvalidOperationException($"instruction {at}: {instruction[0]:x2}");
            }

            at += condition switch { true => instruction[2], false => instruction[3], null => 0 };
        }
    }
}
