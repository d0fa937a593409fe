// SPDX-License-Identifier: Apache-2.0

using System;
using System.Collections.Generic;

using Ocirt.Cgroups;

namespace Ocirt.Runtime.Host;

/// <summary>The controllers that containers can be limited with, on either version of control groups.</summary>
public static class HostControllers
{
    /// <summary>The controllers of this host; null when it has no control groups.</summary>
    public static List<string>? Find(HostFiles files)
    {
        try
        {
            return Find(CgroupHost.Detect(), files);
        }
        catch (CgroupException)
        {
            return null;
        }
    }

    /// <summary>The names of the kernel: 'io' on version 2 is 'blkio' on version 1. What a hybrid host has left to version 2 is not used.</summary>
    internal static List<string> Find(CgroupHost host, HostFiles files)
    {
        List<string> controllers = [];
        foreach (HostHierarchy hierarchy in host.Hierarchies)
        {
            string names = hierarchy.Name.Length != 0 ? hierarchy.Name
                : host.Layout == CgroupLayout.Unified ? files.Read(hierarchy.MountPoint + "/cgroup.controllers") ?? string.Empty
                : string.Empty;
            foreach (string name in names.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
            {
                if (!name.StartsWith("name=", StringComparison.Ordinal))
                {
                    controllers.Add(name);
                }
            }
        }

        return controllers;
    }
}
