// SPDX-License-Identifier: Apache-2.0
package dev.veo3.batch.cluster;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A database whose answer to a commit is lost a number of times, although the commit has happened. */
final class LostCommit {
    private final DataSource source;
    private final AtomicInteger left;

    LostCommit(DataSource source, int times) {
        this.source = source;
        this.left = new AtomicInteger(times);
    }

    DataSource database() {
        return (DataSource) Proxy.newProxyInstance(DataSource.class.getClassLoader(), new Class<?>[]{DataSource.class},
                (proxy, method, arguments) -> {
                    Object result = call(source, method, arguments);
                    return result instanceof Connection connection ? losing(connection) : result;
                });
    }

    private Connection losing(Connection connection) {
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[]{Connection.class},
                (proxy, method, arguments) -> {
                    Object result = call(connection, method, arguments);
                    if (method.getName().equals("commit") && left.getAndDecrement() > 0) {
                        throw new SQLException("the connection broke while the commit was answered", "08006");
                    }
                    return result;
                });
    }

    private static Object call(Object on, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
