// SPDX-License-Identifier: Apache-2.0

using FluentAssertions;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class ContainerProcessesTests
{
    [Fact]
    public void The_heading_and_the_lines_of_the_processes_are_kept()
    {
        const string table = "UID          PID    PPID CMD\nroot           1       0 init 7\nroot           7       1 sh\nweb           70       7 x\n\n";

        ContainerProcesses.Filter(table, [7, 9]).Should().Be("UID          PID    PPID CMD\nroot           7       1 sh\n");
        ContainerProcesses.Filter("  PID\n    7\n", [7]).Should().Be("  PID\n    7\n");
        ContainerProcesses.Filter(table, []).Should().Be("UID          PID    PPID CMD\n");
    }

    [Fact]
    public void A_table_without_the_column_is_refused() =>
        FluentActions.Invoking(() => ContainerProcesses.Filter("CMD PIDX\nsh 7\n", [7])).Should().Throw<ContainerException>()
            .WithMessage("the table of ps has no column 'PID': its options must show one");
}
