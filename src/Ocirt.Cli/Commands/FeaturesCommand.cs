// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Output;
using Ocirt.Runtime.Features;

namespace Ocirt.Cli.Commands;

/// <summary><c>ocirt features</c>: prints what this build carries out (runtime-spec features.md).</summary>
internal sealed class FeaturesCommand : ICommand<FeaturesOptions>
{
    /// <inheritdoc/>
    public static int Execute(FeaturesOptions options, CommandContext context)
    {
        StandardStreams.Write(FeaturesJson.Compose(RuntimeFeatures.Find()));
        return ExitCodes.Success;
    }
}
