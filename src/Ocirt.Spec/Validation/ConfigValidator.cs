// SPDX-License-Identifier: Apache-2.0

using System;

using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Model;

namespace Ocirt.Spec.Validation;

/// <summary>Checks a configuration against every rule of the specification that can be checked without the host.</summary>
public static class ConfigValidator
{
    /// <summary>Adds what is wrong with a configuration.</summary>
    /// <param name="config">The configuration as read.</param>
    /// <param name="bag">The bag of the same reading; values that already have an error get no second one.</param>
    public static void Validate(ContainerConfig config, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(bag);

        ContainerRules.Check(config, bag);
        AnnotationRules.Check(config, bag);
        ProcessRules.Check(config, bag);
        MountRules.Check(config, bag);
        HookRules.Check(config, bag);
        NamespaceRules.Check(config, bag);
        SysctlRules.Check(config, bag);
        LinuxRules.Check(config, bag);
        DeviceRules.Check(config, bag);
        ResourceRules.Check(config, bag);
        SeccompRules.Check(config, bag);
        if (bag.CollectsDoubts)
        {
            ProcessDoubts.Check(config, bag);
            MountDoubts.Check(config, bag);
            ResourceDoubts.Check(config, bag);
        }
    }

    /// <summary>Adds what is wrong with a process section that was read alone.</summary>
    /// <param name="config">What <see cref="Parsing.ConfigReader.ReadProcess"/> gave.</param>
    /// <param name="bag">The bag of the same reading.</param>
    public static void ValidateProcess(ContainerConfig config, DiagnosticBag bag)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(bag);

        ProcessRules.Check(config, bag);
    }
}
