// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-state-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void An_id_can_be_claimed_once_and_again_after_it_was_given_back()
    {
        string root = Path.Combine(_work, "a", "b");
        using (StateDirectory first = StateDirectory.Claim(root, "box"))
        {
            FluentActions.Invoking(() => StateDirectory.Claim(root, "box"))
                .Should().Throw<ContainerException>()
                .WithMessage($"container with given ID already exists: 'box' (below the state root '{root}')")
                .Which.Kind.Should().Be(FailureKind.InUse);
            first.Remove();
        }

        using StateDirectory again = StateDirectory.Claim(root, "box");
        again.Remove();
        Directory.GetFileSystemEntries(root).Should().BeEmpty();
    }

    [Fact]
    public void The_state_file_is_whole_and_goes_with_the_directory()
    {
        using StateDirectory state = StateDirectory.Claim(_work, "box");
        state.Write("/bundle", 42, "/box");

        Directory.GetFiles(Path.Combine(_work, "box")).Should().Equal(Path.Combine(_work, "box", "state.json"));
        File.ReadAllText(Path.Combine(_work, "box", "state.json")).Should()
            .MatchRegex("""^\{"ociVersion":"1\.3\.0","id":"box","pid":42,"bundle":"/bundle","created":"[0-9T:.-]+Z","cgroup":"/box"\}$""");


        state.Remove();
        Directory.Exists(Path.Combine(_work, "box")).Should().BeFalse();
    }

    [Fact]
    public void A_root_that_is_a_file_is_refused_with_its_name()
    {
        string file = Path.Combine(_work, "file");
        File.WriteAllText(file, string.Empty);

        FluentActions.Invoking(() => StateDirectory.Claim(file, "box"))
            .Should().Throw<ContainerException>()
            .WithMessage($"state root '{file}': not a directory; name a writable one with --root");
    }
}
