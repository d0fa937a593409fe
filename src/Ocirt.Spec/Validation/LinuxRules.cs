// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Paths, propagation, network devices, cache allocation, memory policy and personality (config-linux.md).</summary>
internal static class LinuxRules
{
    private const int MaxDeviceNameLength = 15;

    private const string Propagations =
        "private, rprivate, shared, rshared, slave, rslave, unbindable, runbindable";

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux is not { } linux)
        {
            return;
        }

        ValueRules.CheckAbsolutePaths(bag, linux, "maskedPaths", linux.MaskedPaths);
        ValueRules.CheckAbsolutePaths(bag, linux, "readonlyPaths", linux.ReadonlyPaths);
        if (!string.IsNullOrEmpty(linux.RootfsPropagation))
        {
            ValueRules.CheckName(bag, linux, ["rootfsPropagation"], linux.RootfsPropagation, IsPropagation(linux.RootfsPropagation), Propagations);
        }

        CheckCgroupsPath(linux, bag);
        CheckNetDevices(linux, bag);
        CheckIntelRdt(linux, bag);
        CheckMemoryPolicy(linux, bag);
        if (linux.Personality is { } personality)
        {
            ValueRules.Require(bag, personality, ["domain"], personality.Domain, "the execution domain, 'LINUX' or 'LINUX32'");
            ValueRules.CheckName(bag, personality, ["domain"], personality.Domain, personality.Domain is "LINUX" or "LINUX32", "LINUX, LINUX32");
            for (int i = 0; i < personality.Flags.Length; i++)
            {
                bag.Add(DiagnosticId.PersonalityFlagUnknown, personality, ["flags", i], ValueText.Quote(personality.Flags[i]));
            }
        }
    }

    private static void CheckCgroupsPath(LinuxConfig linux, DiagnosticBag bag)
    {
        ReadOnlySpan<char> path = linux.CgroupsPath;
        foreach (Range part in path.Split('/'))
        {
            if (path[part] is "..")
            {
                bag.Add(DiagnosticId.CgroupsPathEscapes, linux, ["cgroupsPath"], ValueText.Quote(linux.CgroupsPath));
                return;
            }
        }
    }

    private static void CheckNetDevices(LinuxConfig linux, DiagnosticBag bag)
    {
        if (linux.NetDevices.Length > 0 && linux.Find(NamespaceKind.Network) is null)
        {
            bag.Add(DiagnosticId.NetDevicesNeedNamespace, linux, ["netDevices"]);
        }

        for (int i = 0; i < linux.NetDevices.Length; i++)
        {
            NetDeviceConfig device = linux.NetDevices[i];
            if (!IsDeviceName(device.HostName) || device.HostName.Contains('%', StringComparison.Ordinal))
            {
                bag.Add(DiagnosticId.NetDeviceName, device, [], ValueText.Quote(device.HostName));
            }

            if (!string.IsNullOrEmpty(device.Name) && !IsNameOrTemplate(device))
            {
                bag.Add(DiagnosticId.NetDeviceName, device, ["name"], ValueText.Quote(device.Name));
            }

            for (int earlier = 0; earlier < i && !device.HasTemplate; earlier++)
            {
                if (linux.NetDevices[earlier].NameInside == device.NameInside)
                {
                    ReadOnlySpan<JsonStep> place = string.IsNullOrEmpty(device.Name) ? [] : ["name"];
                    bag.Add(DiagnosticId.NetDeviceConflict, device, place, ValueText.Quote(device.NameInside));
                    break;
                }
            }
        }
    }

    private static bool IsNameOrTemplate(NetDeviceConfig device) =>
        IsDeviceName(device.Name!) && (device.HasTemplate || !device.Name!.Contains('%', StringComparison.Ordinal));

    private static void CheckIntelRdt(LinuxConfig linux, DiagnosticBag bag)
    {
        if (linux.IntelRdt is not { } rdt)
        {
            return;
        }

        if (rdt.ClosId is { } name && name != "/" && (name is "" or "." or ".." || name.AsSpan().ContainsAny('/', '\n')))
        {
            bag.Add(DiagnosticId.RdtClassMalformed, rdt, ["closID"], ValueText.Quote(name));
        }

        CheckSchema(rdt, bag, ["l3CacheSchema"], rdt.L3CacheSchema, "L3:", "'L3:'");
        CheckSchema(rdt, bag, ["memBwSchema"], rdt.MemBwSchema, "MB:", "'MB:'");
        for (int i = 0; i < rdt.Schemata.Length; i++)
        {
            CheckSchema(rdt, bag, ["schemata", i], rdt.Schemata[i], string.Empty, "a resource");
        }
    }

    private static void CheckSchema(IntelRdtConfig rdt, DiagnosticBag bag, ReadOnlySpan<JsonStep> steps, string? schema, string prefix, string what)
    {
        // Several lines in one value are in use for L3 (L3CODE and L3DATA), where the specification only advises.
        bool mayHaveLines = prefix == "L3:";
        if (string.IsNullOrEmpty(schema)
            || (mayHaveLines && schema.StartsWith("L3", StringComparison.Ordinal))
            || (schema.StartsWith(prefix, StringComparison.Ordinal) && !schema.Contains('\n', StringComparison.Ordinal)))
        {
            return;
        }

        bag.Add(DiagnosticId.RdtSchemaMalformed, rdt, steps, what, ValueText.Quote(schema));
    }

    private static void CheckMemoryPolicy(LinuxConfig linux, DiagnosticBag bag)
    {
        if (linux.MemoryPolicy is not { } policy)
        {
            return;
        }

        MemoryPolicyRules.Check(policy, bag);
    }

    private static bool IsPropagation(string name) => name is
        "private" or "rprivate" or "shared" or "rshared" or "slave" or "rslave" or "unbindable" or "runbindable";

    private static bool IsDeviceName(string name)
    {
        if (name is "" or "." or ".." || System.Text.Encoding.UTF8.GetByteCount(name) > MaxDeviceNameLength)
        {
            return false;
        }

        foreach (char letter in name)
        {
            if (letter is '/' or ':' || char.IsWhiteSpace(letter))
            {
                return false;
            }
        }

        return true;
    }
}
