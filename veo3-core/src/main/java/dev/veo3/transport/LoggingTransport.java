// SPDX-License-Identifier: Apache-2.0
package dev.veo3.transport;

import dev.veo3.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each call at DEBUG: method, address without its query, status, time, and the few headers of the answer that say how it went.
 * Stands in front of the credentials, and logs no header that is not on its list.
 */
public final class LoggingTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(LoggingTransport.class);
    private static final List<String> SHOWN = List.of("Content-Type", "Content-Length", "Retry-After", "Date");

    private final Transport next;
    private final TimeSource time;

    /** Logs what goes to the next transport. */
    public LoggingTransport(Transport next, TimeSource time) {
        this.next = next;
        this.time = time;
    }

    @Override
    public Answer send(Call call) throws IOException, InterruptedException {
        long start = time.nanos();
        try {
            Answer answer = next.send(call);
            LOG.atDebug().log(() -> "%s: HTTP %d after %d ms%s".formatted(call, answer.status(), since(start),
                    shown(answer)));
            return answer;
        } catch (IOException e) {
            LOG.debug("{}: no answer after {} ms: {}", call, since(start), e.toString());
            throw e;
        }
    }

    private long since(long start) {
        return Duration.ofNanos(time.nanos() - start).toMillis();
    }

    private static String shown(Answer answer) {
        return SHOWN.stream().flatMap(name -> answer.header(name).stream().map(value -> ", " + name + ": " + value))
                .collect(Collectors.joining());
    }
}
