// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;
using System.Globalization;

using Ocirt.Spec.Model;

namespace Ocirt.Cgroups.Fs;

/// <summary>Collects the values of one cgroup, in the order in which they are written.</summary>
internal sealed class LimitList
{
    internal List<LimitWrite> Writes { get; } = [];

    internal static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    internal static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    internal static CgroupException Unsupported(string field, string why) => new($"linux.resources.{field}: {why}");

    internal void Add(string controller, string file, string value, string field, bool isDefault = false) =>
        Writes.Add(new LimitWrite(controller, file, value, field, isDefault));

    /// <summary>Refuses what neither layout carries out yet. An empty object asks for nothing.</summary>
    internal static void RefuseUnsupported(ResourcesConfig resources)
    {
        const string NotYet = "is not carried out by this version";
        if (resources.BlockIo is BlockIoLimits io && (io.Weight > 0 || io.LeafWeight > 0 || io.WeightDevice.Length > 0
            || io.ThrottleReadBpsDevice.Length > 0 || io.ThrottleWriteBpsDevice.Length > 0
            || io.ThrottleReadIopsDevice.Length > 0 || io.ThrottleWriteIopsDevice.Length > 0))
        {
            throw Unsupported("blockIO", NotYet);
        }

        if (resources.Network is NetworkLimits network && (network.ClassId > 0 || network.Priorities.Length > 0))
        {
            throw Unsupported("network", NotYet);
        }

        if (resources.Rdma.Length > 0)
        {
            throw Unsupported("rdma", NotYet);
        }
    }
}
