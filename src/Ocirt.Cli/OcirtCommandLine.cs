// SPDX-License-Identifier: Apache-2.0

using Ocirt.Cli.Commands;
using Ocirt.Cli.Parsing;

namespace Ocirt.Cli;

/// <summary>The command line of ocirt; the generator writes the rest of this class.</summary>
[CommandLineDefinition(
    Program = "ocirt",
    Summary = "run containers from OCI bundles",
    Globals = typeof(GlobalOptions),
    Commands =
    [
        typeof(RunCommand), typeof(CreateCommand), typeof(StartCommand), typeof(ExecCommand), typeof(StateCommand), typeof(KillCommand), typeof(DeleteCommand),
        typeof(ListCommand), typeof(PsCommand), typeof(PauseCommand), typeof(ResumeCommand), typeof(UpdateCommand), typeof(EventsCommand), typeof(SpecCommand), typeof(ValidateCommand),
        typeof(PlanCommand), typeof(FeaturesCommand), typeof(ExplainCommand),
        typeof(DoctorCommand), typeof(CompletionCommand), typeof(ManCommand),
    ])]
internal static partial class OcirtCommandLine;
