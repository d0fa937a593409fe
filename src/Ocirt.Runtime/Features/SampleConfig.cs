// SPDX-License-Identifier: Apache-2.0

using System.Text;

using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

namespace Ocirt.Runtime.Features;

/// <summary>
/// A small configuration without faults, with room for one thing that is asked for. Whether the validator lets it
/// pass says whether the thing is carried out.
/// </summary>
internal readonly record struct SampleConfig
{
    /// <summary>More fields of the root object, each with a comma in front.</summary>
    public string? Top { get; init; }

    /// <summary>More fields of 'process', each with a comma in front.</summary>
    public string? Process { get; init; }

    /// <summary>The elements of 'mounts'.</summary>
    public string? Mounts { get; init; }

    /// <summary>More elements of 'linux.namespaces', each with a comma in front.</summary>
    public string? Namespaces { get; init; }

    /// <summary>More fields of 'linux', each with a comma in front.</summary>
    public string? Linux { get; init; }

    /// <summary>Whether nothing is found: the sample is without faults, so that each finding is a refusal.</summary>
    public bool IsAccepted()
    {
        string text = "{\"ociVersion\":\"1.0.0\",\"root\":{\"path\":\"r\"},\"process\":{\"args\":[\"a\"],\"cwd\":\"/\"" + Process
            + "},\"mounts\":[" + Mounts + "],\"linux\":{\"namespaces\":[{\"type\":\"mount\"},{\"type\":\"network\"}" + Namespaces
            + "]" + Linux + "}" + Top + "}";
        ConfigReadResult read = ConfigReader.Read(Encoding.UTF8.GetBytes(text), "config.json");
        if (read.Config is null)
        {
            return false;
        }

        ConfigValidator.Validate(read.Config, read.Diagnostics);
        return read.Diagnostics.Items.Count == 0;
    }
}
