// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Fields that are read and not carried out yet: each is an error that names it, so that none is lost in silence.</summary>
/// <remarks>Empty lists and objects, zero, false and null ask for nothing and are let through.</remarks>
internal static class UnsupportedRules
{
    internal static void Check(ContainerConfig config, DiagnosticBag bag)
    {
        foreach (MountConfig mount in config.Mounts)
        {
            CheckMount(mount, bag);
        }
    }

    private static void CheckMount(MountConfig mount, DiagnosticBag bag)
    {
        for (int i = 0; i < mount.Options.Length; i++)
        {
            string option = mount.Options[i];
            bool isUnsupported = option.StartsWith("idmap=", StringComparison.Ordinal) || option.StartsWith("ridmap=", StringComparison.Ordinal);
            if (isUnsupported)
            {
                bag.Add(DiagnosticId.MountOptionUnsupported, mount, ["options", i], ValueText.Quote(option));
            }
        }
    }
}
