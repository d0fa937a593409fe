// SPDX-License-Identifier: Apache-2.0

using System;

using FluentAssertions;
using Ocirt.Abi.Plan;
using Ocirt.Abi.Plan.Steps;
using Xunit;

namespace Ocirt.Planning.Tests;

public sealed class PlanWriterTests
{
    [Fact]
    public void An_empty_plan_is_a_header_and_the_reserved_first_byte_of_the_blob()
    {
        byte[] plan = new PlanWriter().ToArray(PlanFlags.Trace);

        Convert.ToHexString(plan).Should().Be(
            "4F43495254504C4E" + "01000000" + "29000000" + "00000000" + "00000000" + "28000000" + "01000000" + "01000000" + "00000000"
            + "00");
    }

    [Fact]
    public void A_step_has_its_header_filled_in_and_its_text_ended_by_a_nul()
    {
        var writer = new PlanWriter();
        writer.Add(StepOp.SetHostname, new SetHostnameStep { Name = writer.Text("box") });

        byte[] plan = writer.ToArray(PlanFlags.None);

        Convert.ToHexString(plan[PlanHeader.Size..]).Should().Be(
            "1A00" + "1000" + "00000000" + "01000000" + "03000000"
            + "00" + "626F7800");
    }

    [Fact]
    public void Fields_of_64_bits_stand_in_the_order_of_the_struct()
    {
        var writer = new PlanWriter();
        writer.Add(StepOp.SetLimit, new SetLimitStep { Resource = 7, Soft = 1024, Hard = ulong.MaxValue });

        Convert.ToHexString(writer.ToArray(PlanFlags.None)[PlanHeader.Size..]).Should().Be(
            "1E00" + "2000" + "00000000" + "07000000" + "00000000" + "0004000000000000" + "FFFFFFFFFFFFFFFF" + "00");
    }

    [Fact]
    public void A_table_is_aligned_and_ended_by_zeros_and_equal_texts_are_stored_once()
    {
        var writer = new PlanWriter();
        BlobRef table = writer.Table(["a", "", "a"], zeros: 2);

        table.Offset.Should().Be(8);
        table.Length.Should().Be(5 * 8);
        Convert.ToHexString(writer.ToArray(PlanFlags.None)[PlanHeader.Size..]).Should().Be(
            "00" + "6100" + "00" + "00000000"
            + "0100000000000000" + "0300000000000000" + "0100000000000000" + "0000000000000000" + "0000000000000000");
    }

    [Fact]
    public void The_length_of_text_counts_bytes_of_utf8()
    {
        new PlanWriter().Text("\u00e9\u20ac").Length.Should().Be(5);
    }

    [Fact]
    public void Nothing_gives_an_empty_reference()
    {
        var writer = new PlanWriter();

        writer.Text(null).Should().Be(default(BlobRef));
        writer.Text("").Should().Be(default(BlobRef));
        writer.Bytes([]).Should().Be(default(BlobRef));
        writer.Ids([]).Should().Be(default(BlobRef));
    }

    [Fact]
    public void A_step_of_another_op_is_refused()
    {
        Action add = () => new PlanWriter().Add(StepOp.PivotRoot, new SetIdsStep());

        add.Should().Throw<ArgumentException>().WithMessage("'SetIdsStep' is not the struct of 'PivotRoot' (Parameter 'step')");
    }

    [Fact]
    public void Text_with_a_nul_is_refused()
    {
        Action add = () => new PlanWriter().Text("a\0b");

        add.Should().Throw<ArgumentException>().WithMessage("text holds a NUL character (Parameter 'text')");
    }

    [Fact]
    public void Large_plans_grow_their_buffers()
    {
        var writer = new PlanWriter();
        for (int i = 0; i < 5000; i++)
        {
            writer.Add(StepOp.HidePath, new HidePathStep { Path = writer.Text("/proc/" + i) });
        }

        PlanReader.Open(writer.ToArray(PlanFlags.None), out PlanReader reader).Should().Be(Abi.Messages.PlanFault.None);
        reader.StepCount.Should().Be(5000);
        reader.Text(reader.Step<HidePathStep>(4999).Path).Should().Be("/proc/4999");
    }
}
