// SPDX-License-Identifier: Apache-2.0

using System;
using System.Globalization;
using System.Text;

namespace Ocirt.Spec;

/// <summary>The configuration that <c>ocirt spec</c> prints: a small container to begin with.</summary>
public static class SpecTemplate
{
    /// <summary>
    /// The text for a caller without privileges: a user namespace in which he is root, the host's network, and nothing
    /// that takes rights over the host.
    /// </summary>
    /// <param name="uid">The caller's user.</param>
    /// <param name="gid">The caller's group.</param>
    public static byte[] WriteRootless(uint uid, uint gid)
    {
        string text = Encoding.UTF8.GetString(Write());

        // The group is not mapped; a sysfs shows the network namespace, which stays the host's.
        text = text.Replace("\"mode=0620\",\n        \"gid=5\"", "\"mode=0620\"", StringComparison.Ordinal)
            .Replace("\"type\": \"sysfs\",\n      \"source\": \"sysfs\",\n      \"options\": [\n", "\"type\": \"none\",\n      \"source\": \"/sys\",\n      \"options\": [\n        \"rbind\",\n", StringComparison.Ordinal)
            .Replace("\"type\": \"network\"", "\"type\": \"cgroup\"", StringComparison.Ordinal)
            .Replace("\"type\": \"mount\"\n      }", "\"type\": \"mount\"\n      },\n      {\n        \"type\": \"user\"\n      }", StringComparison.Ordinal);
        int resources = text.IndexOf("    \"resources\"", StringComparison.Ordinal);
        int namespaces = text.IndexOf("    \"namespaces\"", StringComparison.Ordinal);
        string maps = string.Create(CultureInfo.InvariantCulture, $"{Mapping("uid", uid)}{Mapping("gid", gid)}");
        return Encoding.UTF8.GetBytes(text[..resources] + maps + text[namespaces..]);
    }

    /// <summary>
    /// The text for a host with control groups of version 2 alone: with a cgroup namespace, without which the mount of
    /// /sys/fs/cgroup would show the cgroups of the whole host.
    /// </summary>
    public static byte[] WriteUnified() => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Write()).Replace(
        "\"type\": \"mount\"\n      }", "\"type\": \"mount\"\n      },\n      {\n        \"type\": \"cgroup\"\n      }", StringComparison.Ordinal));

    private static string Mapping(string kind, uint id) => string.Create(
        CultureInfo.InvariantCulture,
        $"    \"{kind}Mappings\": [\n      {{\n        \"containerID\": 0,\n        \"hostID\": {id},\n        \"size\": 1\n      }}\n    ],\n");

    /// <summary>The text as UTF-8, with a line break at its end. It is part of the program's image: nothing is allocated.</summary>
    public static ReadOnlySpan<byte> Write() =>
        """
        {
          "ociVersion": "1.3.0",
          "process": {
            "terminal": true,
            "user": {
              "uid": 0,
              "gid": 0
            },
            "args": [
              "sh"
            ],
            "env": [
              "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
              "TERM=xterm"
            ],
            "cwd": "/",
            "capabilities": {
              "bounding": [
                "CAP_AUDIT_WRITE",
                "CAP_KILL",
                "CAP_NET_BIND_SERVICE"
              ],
              "effective": [
                "CAP_AUDIT_WRITE",
                "CAP_KILL",
                "CAP_NET_BIND_SERVICE"
              ],
              "permitted": [
                "CAP_AUDIT_WRITE",
                "CAP_KILL",
                "CAP_NET_BIND_SERVICE"
              ]
            },
            "rlimits": [
              {
                "type": "RLIMIT_NOFILE",
                "hard": 1024,
                "soft": 1024
              }
            ],
            "noNewPrivileges": true
          },
          "root": {
            "path": "rootfs",
            "readonly": true
          },
          "hostname": "runc",
          "mounts": [
            {
              "destination": "/proc",
              "type": "proc",
              "source": "proc"
            },
            {
              "destination": "/dev",
              "type": "tmpfs",
              "source": "tmpfs",
              "options": [
                "nosuid",
                "strictatime",
                "mode=755",
                "size=65536k"
              ]
            },
            {
              "destination": "/dev/pts",
              "type": "devpts",
              "source": "devpts",
              "options": [
                "nosuid",
                "noexec",
                "newinstance",
                "ptmxmode=0666",
                "mode=0620",
                "gid=5"
              ]
            },
            {
              "destination": "/dev/shm",
              "type": "tmpfs",
              "source": "shm",
              "options": [
                "nosuid",
                "noexec",
                "nodev",
                "mode=1777",
                "size=65536k"
              ]
            },
            {
              "destination": "/dev/mqueue",
              "type": "mqueue",
              "source": "mqueue",
              "options": [
                "nosuid",
                "noexec",
                "nodev"
              ]
            },
            {
              "destination": "/sys",
              "type": "sysfs",
              "source": "sysfs",
              "options": [
                "nosuid",
                "noexec",
                "nodev",
                "ro"
              ]
            },
            {
              "destination": "/sys/fs/cgroup",
              "type": "cgroup",
              "source": "cgroup",
              "options": [
                "nosuid",
                "noexec",
                "nodev",
                "relatime",
                "ro"
              ]
            }
          ],
          "linux": {
            "resources": {
              "devices": [
                {
                  "allow": false,
                  "access": "rwm"
                }
              ]
            },
            "namespaces": [
              {
                "type": "pid"
              },
              {
                "type": "network"
              },
              {
                "type": "ipc"
              },
              {
                "type": "uts"
              },
              {
                "type": "mount"
              }
            ],
            "maskedPaths": [
              "/proc/acpi",
              "/proc/asound",
              "/proc/kcore",
              "/proc/keys",
              "/proc/latency_stats",
              "/proc/timer_list",
              "/proc/timer_stats",
              "/proc/sched_debug",
              "/sys/firmware",
              "/proc/scsi"
            ],
            "readonlyPaths": [
              "/proc/bus",
              "/proc/fs",
              "/proc/irq",
              "/proc/sys",
              "/proc/sysrq-trigger"
            ]
          }
        }

        """u8;
}
