// SPDX-License-Identifier: Apache-2.0

using System;
using System.Linq;

using Ocirt.Abi.Messages;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Ocirt.Init.Tests;
using Ocirt.Planning;
using Ocirt.Spec.Diagnostics;
using Ocirt.Spec.Parsing;
using Ocirt.Spec.Validation;

namespace Ocirt.Fuzz;

/// <summary>One case: everything in it follows from its number.</summary>
internal sealed class FuzzCase(int number, Corpus corpus)
{
    private const int ChangedPlans = 4;

    private readonly Random _random = new(number);

    /// <summary>The configuration that is tried.</summary>
    internal byte[] Text { get; private set; } = [];

    /// <summary>Tries it; an exception is a failure.</summary>
    internal void Run(Tally tally)
    {
        Text = new ConfigMutator(_random, corpus).Make();
        ConfigReadResult read = ConfigReader.Read(Text, "config.json", collectsDoubts: _random.Next(2) == 0);
        if (read.Config is not null)
        {
            ConfigValidator.Validate(read.Config, read.Diagnostics);
        }

        tally.Cases++;
        if (read.Config is null || read.Diagnostics.HasErrors)
        {
            Require(read.Diagnostics.HasErrors, "there is neither a configuration nor an error");
        }
        else
        {
            tally.Valid++;
            MakePlan(read, tally);
        }

        tally.Findings += read.Diagnostics.Items.Count;
        foreach (Diagnostic finding in read.Diagnostics.Items)
        {
            Check(finding);
        }
    }

    private void MakePlan(ConfigReadResult read, Tally tally)
    {
        if (read.Config!.Process is null)
        {
            return;
        }

        var options = new LaunchOptions
        {
            ContainerId = "fuzz",
            NoPivot = _random.Next(8) == 0,
            WaitForStart = _random.Next(2) == 0,
            PreservedDescriptors = _random.Next(3),
            Trace = _random.Next(4) == 0,
        };
        LaunchPlan? plan = PlanBuilder.Build(read.Config, Hosts.Pick(_random), options, read.Diagnostics);
        if (plan is null)
        {
            Require(read.Diagnostics.HasErrors, "there is neither a plan nor an error");
            return;
        }

        tally.Plans++;
        Require(PlanText.Render(plan).Length > 0, "the plan has no text");
        Require(PlanJson.Render(plan).Length > 0, "the plan has no JSON");
        Execute(plan.Bytes, fails: _random.Next(2) == 0);
        for (int i = 0; i < ChangedPlans; i++)
        {
            byte[] changed = PlanMutator.Change(plan.Bytes, _random);
            tally.ChangedPlans++;
            if (PlanReader.Open(changed, out _) != PlanFault.None)
            {
                Execute(changed, fails: false);
                continue;
            }

            Execute(changed, fails: _random.Next(2) == 0);
        }
    }

    /// <summary>Lets init carry a plan out on a kernel that only records; a read past the plan ends the process.</summary>
    private void Execute(byte[] plan, bool fails)
    {
        var recording = new Recording { BrainIsGone = _random.Next(8) == 0, ClonedPid = _random.Next(2) };
        if (fails)
        {
            recording.FailAt = _random.Next(120);
            recording.FailWith = _random.Next(1, 134);
        }

        if (PlanReader.Open(plan, out PlanReader reader) == PlanFault.None)
        {
            // As the brain does it, which knows the plan.
            for (int step = 0; step < reader.StepCount; step++)
            {
                if (reader.Op(step) == StepOp.Await && (LateSlot)reader.Step<AwaitStep>(step).Slot is var slot && LateSlots.IsFilledUnasked(slot))
                {
                    recording.Unasked.Enqueue(slot);
                }
            }
        }

        try
        {
            Machine.Run(plan, recording);
        }
        catch (ProcessEnded)
        {
            // A child that init made for a hook ends; so would the process.
        }
    }

    private void Check(Diagnostic finding)
    {
        SourceLocation place = finding.Location;
        Require(place.Line >= 1 && place.Column >= 1 && place.ByteOffset >= 0 && place.ByteOffset <= Text.Length, $"no place: {finding}");
        Require(place.Line == 1 + Text.AsSpan(0, place.ByteOffset).Count((byte)'\n'), $"wrong line: {finding}");
        string[] lines = finding.ToString().Split('\n');
        Require(lines.Length == 2 && lines[1].StartsWith("  hint: ", StringComparison.Ordinal), $"not two lines: {finding}");
        Require(lines[0] == finding.ToLine() && lines[0].Length < 2000, $"too long: {finding}");
        Require(!lines[0].Any(char.IsControl) && !lines[1].Any(char.IsControl), $"a control character: {finding}");
        Require(finding.Message.Length > 0 && !finding.Message.EndsWith('.'), $"no sentence: {finding}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
