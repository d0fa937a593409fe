// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

namespace Ocirt.Runtime.Host;

/// <summary>What this host can do, for <c>ocirt doctor</c>: looked up, nothing is changed.</summary>
public static class HostReport
{
    /// <summary>Looks at everything.</summary>
    /// <param name="files">Where the host tells about itself.</param>
    /// <param name="stateRoot">The directory for the state of containers.</param>
    /// <returns>The checks, those of one area together.</returns>
    public static List<HostCheck> Make(HostFiles files, string stateRoot)
    {
        List<HostCheck> checks = [];
        KernelChecks.Add(checks, files);
        CgroupChecks.Add(checks, files);
        NamespaceChecks.Add(checks, files);
        SecurityChecks.Add(checks, files);
        DeviceChecks.Add(checks, files);
        StateChecks.Add(checks, stateRoot);
        return checks;
    }
}
