// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Kernel parameters: only those of namespaces that the container has (config-linux.md, Sysctl).</summary>
internal static class SysctlRules
{
    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        if (config.Linux is not { } linux)
        {
            return;
        }

        foreach (NamedValue sysctl in linux.Sysctl)
        {
            CheckOne(linux, sysctl, bag);
            if (sysctl.Name is "kernel.domainname" or "kernel/domainname" && !string.IsNullOrEmpty(config.Domainname) && sysctl.Value != config.Domainname)
            {
                bag.Add(DiagnosticId.SysctlDomainname, sysctl.Offset, [], ValueText.Quote(sysctl.Name));
            }
        }
    }

    private static void CheckOne(LinuxConfig linux, NamedValue sysctl, DiagnosticBag bag)
    {
        string shown = ValueText.Quote(sysctl.Name);
        if (SysctlName.ToPath(sysctl.Name) is not { } path)
        {
            bag.Add(DiagnosticId.SysctlMalformed, sysctl.Offset, [], shown);
            return;
        }

        if (path is "kernel/hostname")
        {
            bag.Add(DiagnosticId.SysctlHostname, sysctl.Offset, [], shown);
            return;
        }

        if (NamespaceOf(path) is not { } kind)
        {
            bag.Add(DiagnosticId.SysctlOfHost, sysctl.Offset, [], shown);
            return;
        }

        if (linux.Find(kind) is null)
        {
            bag.Add(DiagnosticId.SysctlNeedsNamespace, sysctl.Offset, [], shown, NameOf(kind));
        }
    }

    private static NamespaceKind? NamespaceOf(string path)
    {
        if (path.StartsWith("net/", StringComparison.Ordinal))
        {
            return NamespaceKind.Network;
        }

        if (path.StartsWith("user/", StringComparison.Ordinal))
        {
            return NamespaceKind.User;
        }

        if (path.StartsWith("fs/mqueue/", StringComparison.Ordinal))
        {
            return NamespaceKind.Ipc;
        }

        return path switch
        {
            "kernel/domainname" => NamespaceKind.Uts,
            "kernel/msgmax" or "kernel/msgmnb" or "kernel/msgmni" or "kernel/msg_next_id" => NamespaceKind.Ipc,
            "kernel/sem" or "kernel/sem_next_id" => NamespaceKind.Ipc,
            "kernel/shmall" or "kernel/shmmax" or "kernel/shmmni" => NamespaceKind.Ipc,
            "kernel/shm_rmid_forced" or "kernel/shm_next_id" => NamespaceKind.Ipc,
            _ => null,
        };
    }

    private static string NameOf(NamespaceKind kind) => kind switch
    {
        NamespaceKind.Network => "network",
        NamespaceKind.User => "user",
        NamespaceKind.Ipc => "ipc",
        _ => "uts",
    };
}
