// SPDX-License-Identifier: Apache-2.0

using System.Collections.Generic;

using FluentAssertions;

using Xunit;

namespace Ocirt.Runtime.Tests;

/// <summary>A trace that goes to the log instead of a file.</summary>
public sealed class LaunchTraceTests
{
    [Fact]
    public void Each_span_is_reported_as_it_ends()
    {
        List<string> lines = [];
        LaunchTrace trace = LaunchTrace.Begin(null, lines.Add)!;
        trace.HasFile.Should().BeFalse();

        long next = trace.Add("first", 0);
        trace.Add("second", next);

        lines.Should().HaveCount(2);
        lines[0].Should().MatchRegex(@"^first: [0-9]+\.[0-9]{3} ms$");
        lines[1].Should().MatchRegex(@"^second: [0-9]+\.[0-9]{3} ms$");
    }

    [Fact]
    public void Nobody_who_asks_gets_no_trace() => LaunchTrace.Begin(null, null).Should().BeNull();
}
