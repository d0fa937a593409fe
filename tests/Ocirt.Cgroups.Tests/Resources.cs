// SPDX-License-Identifier: Apache-2.0

using System;
using System.Text;

using Ocirt.Spec.Model;
using Ocirt.Spec.Parsing;

namespace Ocirt.Cgroups.Tests;

/// <summary>Reads resources as they stand in a config.json.</summary>
internal static class Resources
{
    internal static ResourcesConfig Parse(string json)
    {
        string config = "{\"ociVersion\": \"1.3.0\", \"linux\": {\"resources\": " + json + "}}";
        ConfigReadResult result = ConfigReader.Read(Encoding.UTF8.GetBytes(config), "config.json");
        return result.Config?.Linux?.Resources ?? throw new InvalidOperationException(json);
    }
}
