// SPDX-License-Identifier: Apache-2.0

using Ocirt.Abi.Linux;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Spec.Model;

namespace Ocirt.Planning.Compilers;

/// <summary>Device nodes and the links in /dev (config-linux.md, Default Devices; config.md, Default Filesystems).</summary>
internal static class DeviceCompiler
{
    private const uint DefaultPermissions = 0x1B6; // 0666
    private const uint PermissionBits = 0xFFF; // 07777

    public static void Compile(PlanDraft draft)
    {
        if (HasForeignDev(draft))
        {
            // A /dev that is bound from elsewhere is not ours to change.
            return;
        }

        DeviceConfig[] asked = draft.Linux?.Devices ?? [];
        draft.FromNothing();
        AddDefault(draft, asked, "/dev/null", 1, 3);
        AddDefault(draft, asked, "/dev/zero", 1, 5);
        AddDefault(draft, asked, "/dev/full", 1, 7);
        AddDefault(draft, asked, "/dev/random", 1, 8);
        AddDefault(draft, asked, "/dev/urandom", 1, 9);
        AddDefault(draft, asked, "/dev/tty", 5, 0);
        foreach (DeviceConfig device in asked)
        {
            string path = ContainerPath.Clean(device.Path ?? "");
            if (path == "/dev/ptmx")
            {
                // It leads to the container's own devpts, never to the host's.
                continue;
            }

            draft.From(device);
            draft.Add(StepOp.MakeDevice, new MakeDeviceStep
            {
                Path = draft.Text(path),
                Mode = TypeOf(device) | (device.FileMode ?? DefaultPermissions) & PermissionBits,
                Major = (uint)(device.Major ?? 0),
                Minor = (uint)(device.Minor ?? 0),
                Uid = device.Uid ?? 0,
                Gid = device.Gid ?? 0,
            });
        }

        draft.FromNothing();
        AddLink(draft, "/dev/fd", "/proc/self/fd");
        AddLink(draft, "/dev/stdin", "/proc/self/fd/0");
        AddLink(draft, "/dev/stdout", "/proc/self/fd/1");
        AddLink(draft, "/dev/stderr", "/proc/self/fd/2");
        AddLink(draft, "/dev/ptmx", "pts/ptmx");
        if (draft.Host.HasKcore)
        {
            AddLink(draft, "/dev/core", "/proc/kcore");
        }
    }

    private static bool HasForeignDev(PlanDraft draft)
    {
        foreach (MountConfig mount in draft.Config.Mounts)
        {
            if (MountCompiler.TargetOf(draft, mount) == "/dev" && MountOptions.IsBind(mount))
            {
                return true;
            }
        }

        return false;
    }

    private static void AddDefault(PlanDraft draft, DeviceConfig[] asked, string path, uint major, uint minor)
    {
        foreach (DeviceConfig device in asked)
        {
            if (ContainerPath.Clean(device.Path ?? "") == path)
            {
                // The configuration has its own idea of owner and mode.
                return;
            }
        }

        draft.Add(StepOp.MakeDevice, new MakeDeviceStep
        {
            Path = draft.Text(path),
            Mode = Stat.S_IFCHR | DefaultPermissions,
            Major = major,
            Minor = minor,
        });
    }

    private static void AddLink(PlanDraft draft, string path, string target) =>
        draft.Add(StepOp.MakeSymlink, new MakeSymlinkStep { Path = draft.Text(path), Target = draft.Text(target) });

    private static uint TypeOf(DeviceConfig device) => device.Type switch
    {
        "b" => Stat.S_IFBLK,
        "p" => Stat.S_IFIFO,
        _ => Stat.S_IFCHR,
    };
}
