// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Real things whose calls a test counts, or makes go wrong before or after they have happened. */
public final class Intercepted {

    private Intercepted() {}

    /** What comes of a call instead. */
    public interface Interceptor {
        @Nullable
        Object called(Call call) throws Throwable;
    }

    /** A call that has not happened yet. */
    public record Call(Object target, Method method, Object @Nullable [] arguments) {

        public String name() {
            return method.getName();
        }

        /** The statement that it is about. */
        public String sql() {
            return arguments == null ? "" : String.valueOf(arguments[0]);
        }

        public @Nullable Object happen() throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    public static <T> T of(Class<T> type, T target, Interceptor interceptor) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (proxy, method, arguments) -> interceptor.called(new Call(target, method, arguments))));
    }

    /** A database whose connections are others. */
    public static DataSource connections(DataSource source, UnaryOperator<Connection> other) {
        return of(DataSource.class, source,
                call -> {
                    Object result = call.happen();
                    return result instanceof Connection connection ? other.apply(connection) : result;
                });
    }
}
