// SPDX-License-Identifier: Apache-2.0

using System;
using FluentAssertions;
using Ocirt.Cli.Commands;
using Ocirt.Cli.Output;
using Ocirt.Linux;
using Ocirt.Spec.Diagnostics;
using Xunit;

namespace Ocirt.Cli.Tests;

/// <summary>What <c>explain</c> says.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void A_finding_is_explained_below_its_message_and_hint()
    {
        ExplainCommand.Explain(DiagnosticId.LimitSoftAboveHard).Should().Be(
            """
            OCI2203, error: the soft limit … is above the hard limit …
              hint: lower the soft limit or raise the hard one

            The soft limit is what counts, and a process may raise it up to the hard one;
            setrlimit(2) refuses a soft limit above it.

            """);
    }

    [Fact]
    public void Every_finding_is_in_the_list()
    {
        ExplainCommand.ListAll().Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(Enum.GetValues<DiagnosticId>().Length)
            .And.StartWith("OCI1001  error    the file is empty")
            .And.Contain("OCI2110  warning  this annotation is for another runtime, ignoring");
    }

    [Theory]
    [InlineData("OCI2203")]
    [InlineData("oci2203")]
    [InlineData("2203")]
    public void A_finding_is_found_by_its_number(string id) => Execute(id).Should().Be(0);

    [Theory]
    [InlineData("OCI9999")]
    [InlineData("-2203")]
    [InlineData("OCI")]
    [InlineData("help\n")]
    public void An_unknown_finding_is_refused(string id)
    {
        FluentActions.Invoking(() => Execute(id)).Should().Throw<CommandException>()
            .WithMessage($"'{id.Replace("\n", "\\x0a", StringComparison.Ordinal)}' is no finding of this version; 'ocirt explain' lists them");
    }

    private static int Execute(string id) =>
        ExplainCommand.Execute(new ExplainOptions { Id = id }, new CommandContext(OcirtCommandLine.Parse(["spec"]).Globals, new LogSink(FileDescriptor.ForStandardError)));
}
