// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.plan;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DependenciesTest {

    private static Dependencies of(int jobs, int[]... edges) {
        Dependencies.Builder builder = new Dependencies.Builder();
        for (int[] edge : edges) {
            builder.add(edge[0], edge[1], false);
        }
        return builder.build(jobs);
    }

    @Test
    void withoutAnyItIsEmpty() {
        Dependencies none = of(3);

        assertThat(none.isEmpty()).isTrue();
        assertThat(none.parents(2)).isEmpty();
        assertThat(none.children(2)).isEmpty();
        assertThat(none.parentCount(2)).isZero();
        assertThat(none.inputOf(2)).isEmpty();
        assertThat(none.cycles()).isEmpty();
    }

    @Test
    void parentsAndChildrenAreTheTwoSidesOfTheSame() {
        Random random = new Random(7);
        int jobs = 300;
        Dependencies.Builder builder = new Dependencies.Builder();
        Set<List<Integer>> edges = IntStream.range(0, 2_000)
                .mapToObj(n -> List.of(random.nextInt(jobs), random.nextInt(jobs))).collect(Collectors.toSet());
        edges.forEach(edge -> builder.add(edge.get(0), edge.get(1), false));
        edges.forEach(edge -> builder.add(edge.get(0), edge.get(1), false));

        Dependencies dependencies = builder.build(jobs);

        for (int job = 0; job < jobs; job++) {
            int own = job;
            Set<Integer> parents = new TreeSet<>();
            Set<Integer> children = new TreeSet<>();
            edges.stream().filter(edge -> edge.get(0) == own).forEach(edge -> parents.add(edge.get(1)));
            edges.stream().filter(edge -> edge.get(1) == own).forEach(edge -> children.add(edge.get(0)));
            assertThat(dependencies.parents(job).boxed()).containsExactlyElementsOf(parents);
            assertThat(dependencies.children(job).boxed()).containsExactlyElementsOf(children);
            assertThat(dependencies.parentCount(job)).isEqualTo(parents.size());
        }
    }

    @Test
    void theParentWhoseVideoIsTakenIsKnownHoweverOftenItIsNamed() {
        Dependencies.Builder builder = new Dependencies.Builder();
        builder.add(3, 2, false);
        builder.add(3, 1, true);
        builder.add(3, 1, false);
        builder.add(3, 0, false);
        builder.add(2, 0, false);

        Dependencies dependencies = builder.build(4);

        assertThat(dependencies.parents(3)).containsExactly(0, 1, 2);
        assertThat(dependencies.inputOf(3)).hasValue(1);
        assertThat(dependencies.inputOf(2)).isEmpty();
        assertThat(dependencies.inputOf(0)).isEmpty();
    }

    @Test
    void aCycleIsFoundOnItsWayAndNotWhereTheWayBegins() {
        assertThat(of(4, new int[]{0, 1}, new int[]{1, 2}, new int[]{2, 3}, new int[]{3, 1}).cycles())
                .containsExactly(List.of(1, 2, 3, 1));
    }

    @Test
    void everyCycleThatSharesNoJobWithAnotherIsFound() {
        assertThat(of(6, new int[]{0, 1}, new int[]{1, 0}, new int[]{2, 3}, new int[]{3, 4}, new int[]{4, 2},
                new int[]{5, 0}).cycles()).containsExactly(List.of(0, 1, 0), List.of(2, 3, 4, 2));
    }

    @Test
    void aDiamondIsNoCycle() {
        assertThat(of(4, new int[]{3, 1}, new int[]{3, 2}, new int[]{1, 0}, new int[]{2, 0}).cycles()).isEmpty();
    }

    @Test
    void aChainOfAHundredThousandDoesNotExhaustTheStack() {
        int jobs = 100_000;
        Dependencies.Builder builder = new Dependencies.Builder();
        IntStream.range(0, jobs - 1).forEach(job -> builder.add(job, job + 1, true));
        builder.add(jobs - 1, 0, false);

        List<List<Integer>> cycles = builder.build(jobs).cycles();

        assertThat(cycles).hasSize(1);
        assertThat(cycles.get(0)).hasSize(jobs + 1);
    }
}
