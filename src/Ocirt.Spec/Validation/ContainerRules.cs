// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>The version, the root filesystem, the names of the host and the annotations (config.md).</summary>
internal static class ContainerRules
{
    /// <summary>The longest host or domain name, __NEW_UTS_LEN of the kernel.</summary>
    private const int MaxNameBytes = 64;

    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        CheckVersion(config, bag);
        if (config.Root is { } root)
        {
            ValueRules.Require(bag, root, ["path"], root.Path, "the root filesystem's path, absolute or relative to the bundle");
        }
        else
        {
            bag.Add(DiagnosticId.Missing, config, ["root"], "an object with the root filesystem's path, as in {\"path\": \"rootfs\"}");
        }

        CheckName(config, bag, "hostname", config.Hostname);
        CheckName(config, bag, "domainname", config.Domainname);
    }

    private static void CheckVersion(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.OciVersion is not { } version)
        {
            bag.Add(DiagnosticId.Missing, config, ["ociVersion"], "the version of the specification, as in '1.3.0'");
        }
        else if (!IsSemanticVersion(version))
        {
            bag.Add(DiagnosticId.VersionMalformed, config, ["ociVersion"], ValueText.Quote(version));
        }
        else if (version.StartsWith("0.", StringComparison.Ordinal))
        {
            bag.Add(DiagnosticId.VersionOld, config, ["ociVersion"], ValueText.Quote(version));
        }
        else if (!version.StartsWith("1.", StringComparison.Ordinal))
        {
            bag.Add(DiagnosticId.VersionUnsupported, config, ["ociVersion"], ValueText.Quote(version));
        }
    }

    private static void CheckName(ContainerConfig config, DiagnosticBag bag, string field, string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return;
        }

        int length = Encoding.UTF8.GetByteCount(name);
        if (length > MaxNameBytes)
        {
            bag.Add(DiagnosticId.HostNameTooLong, config, [field], ValueRules.Text(length));
        }
        else if (config.Linux?.Find(NamespaceKind.Uts) is null)
        {
            bag.Add(DiagnosticId.HostNameNeedsUts, config, [field]);
        }
    }


    /// <summary>Whether a text is MAJOR.MINOR.PATCH with an optional suffix after '-' or '+'.</summary>
    private static bool IsSemanticVersion(ReadOnlySpan<char> version)
    {
        int suffix = version.IndexOfAny('-', '+');
        if (suffix == version.Length - 1)
        {
            return false;
        }

        int parts = 0;
        ReadOnlySpan<char> core = suffix < 0 ? version : version[..suffix];
        foreach (Range range in core.Split('.'))
        {
            ReadOnlySpan<char> part = core[range];
            bool isNumber = part.Length > 0 && !part.ContainsAnyExceptInRange('0', '9') && (part.Length == 1 || part[0] != '0');
            parts = isNumber ? parts + 1 : 4;
        }

        return parts == 3;
    }
}
