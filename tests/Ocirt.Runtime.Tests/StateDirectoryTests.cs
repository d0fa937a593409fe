// SPDX-License-Identifier: Apache-2.0

using System;
using System.IO;
using FluentAssertions;
using Ocirt.Linux;
using Xunit;

namespace Ocirt.Runtime.Tests;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("ocirt-state-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void An_id_can_be_claimed_once_and_again_after_it_was_given_back()
    {
        StateStore store = new(Path.Combine(_work, "a", "b"));
        using (StateDirectory first = store.Claim("box"))
        {
            foreach (Action second in (Action[])[() => store.Claim("box"), () => store.RequireFree("box")])
            {
                second.Should().Throw<ContainerException>()
                    .WithMessage($"container with given ID already exists: 'box' (below the state root '{store.Root}')")
                    .Which.Kind.Should().Be(FailureKind.InUse);
            }

            first.Remove();
        }

        store.RequireFree("box");
        using StateDirectory again = store.Claim("box");
        File.GetUnixFileMode(Path.Combine(store.Root, "box")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        again.Remove();
        Directory.GetFileSystemEntries(store.Root).Should().BeEmpty();
    }

    [Fact]
    public void The_lock_keeps_others_out_and_tells_who_waited_that_the_container_is_gone()
    {
        StateStore store = new(_work);
        using StateDirectory holder = store.Claim("box");
        using StateDirectory other = store.TryOpen("box")!;
        other.IsLockedByOther().Should().BeTrue();
        holder.IsLockedByOther().Should().BeFalse();
        FluentActions.Invoking(() => other.Lock(timeoutMilliseconds: 1)).Should().Throw<ContainerException>()
            .WithMessage("container 'box' is being created, started or deleted by another command, which was waited for 0 s");

        holder.Remove();
        holder.Unlock();

        other.Lock().Should().BeFalse(because: "what it opened is removed");
        store.TryOpen("box").Should().BeNull();
    }

    [Fact]
    public void A_file_is_replaced_as_a_whole()
    {
        using StateDirectory state = new StateStore(_work).Claim("box");
        state.Replace("file", "old"u8);
        state.Replace("file", "new"u8);

        state.TryRead("file", 100).Should().Equal("new"u8.ToArray());
        state.TryRead("none", 100).Should().BeNull();
        Directory.GetFiles(state.Path).Should().Equal(Path.Combine(state.Path, "file"));
    }

    [Fact]
    public void What_another_program_keeps_below_the_root_is_never_removed()
    {
        string foreign = Path.Combine(_work, "foreign");
        Directory.CreateDirectory(foreign);
        File.WriteAllText(Path.Combine(foreign, "state.json"), """{"id":"foreign","init_process_pid":1}""");
        StateStore store = new(_work);

        foreach (bool force in (bool[])[false, true])
        {
            FluentActions.Invoking(() => ContainerDeletion.Execute(store, "foreign", force, static _ => { })).Should().Throw<ContainerException>()
                .WithMessage($"container does not exist: '{foreign}' was not made by ocirt");
        }

        File.Exists(Path.Combine(foreign, "state.json")).Should().BeTrue();
        ContainerList.Read(store, _ => { }).Should().BeEmpty();
    }

    [Fact]
    public void A_root_that_is_a_file_or_missing_is_refused_with_its_name()
    {
        string file = Path.Combine(_work, "file");
        File.WriteAllText(file, string.Empty);

        FluentActions.Invoking(() => new StateStore(file).Claim("box"))
            .Should().Throw<ContainerException>().WithMessage($"state root '{file}': not a directory; name a writable one with --root");
        FluentActions.Invoking(() => new StateStore(_work + "/none").TryOpenRoot())
            .Should().Throw<ContainerException>().WithMessage($"state root '{_work}/none': no such file or directory");
        new StateStore(_work + "/none").TryOpen("box").Should().BeNull();
    }

    [Fact]
    public void A_glance_reads_files_and_tells_a_directory_that_is_gone_from_one_that_is_empty()
    {
        StateStore store = new(_work + "/root");
        using (StateDirectory claimed = store.Claim("box"))
        {
            claimed.Create("note", "here"u8);
        }

        using FileDescriptor root = store.TryOpenRoot()!;
        StateStore.Ids(root).Should().Equal("box");
        using StateDirectory glance = StateDirectory.Glance(root, "box", store.Root);
        glance.TryRead("note", 100).Should().Equal("here"u8.ToArray());
        glance.TryRead("other", 100).Should().BeNull();
        (glance.Has("note"), glance.Has("other"), glance.HasJournal).Should().Be((true, false, false));
        glance.OwnerId.Should().Be(OwnProcess.EffectiveUserId);

        Directory.Delete(_work + "/root/box", recursive: true);
        using StateDirectory gone = StateDirectory.Glance(root, "box", store.Root);
        gone.TryRead("note", 100).Should().BeNull();
        FluentActions.Invoking(() => gone.IsOwn).Should().Throw<ContainerException>().WithMessage("container does not exist: 'box'");
        FluentActions.Invoking(() => gone.OwnerId).Should().Throw<ContainerException>().WithMessage("container does not exist: 'box'");
    }
}
