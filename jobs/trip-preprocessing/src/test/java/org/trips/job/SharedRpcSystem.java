package org.trips.job;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.AddressResolution;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.pekko.PekkoRpcSystemLoader;

/**
 * Flink unpacks and loads Pekko's classes anew for every cluster, which takes a second or two; in tests all clusters of one
 * process share them. Flink finds this class as a service.
 */
public final class SharedRpcSystem implements RpcSystemLoader {
    private static final class Loaded {
        static final RpcSystem PEKKO = new PekkoRpcSystemLoader().loadRpcSystem(new Configuration());

        static {
            Runtime.getRuntime().addShutdownHook(new Thread(PEKKO::close));
        }
    }

    @Override
    public int getLoadPriority() {
        return Integer.MIN_VALUE; // the least is asked first
    }

    @Override
    public RpcSystem loadRpcSystem(Configuration configuration) {
        return new Borrowed();
    }

    /** Stays open when its cluster closes it. */
    private static final class Borrowed implements RpcSystem {
        @Override
        public RpcServiceBuilder localServiceBuilder(Configuration configuration) {
            return Loaded.PEKKO.localServiceBuilder(configuration);
        }

        @Override
        public RpcServiceBuilder remoteServiceBuilder(
                Configuration configuration, String externalAddress, String externalPortRange) {
            return Loaded.PEKKO.remoteServiceBuilder(configuration, externalAddress, externalPortRange);
        }

        @Override
        public String getRpcUrl(
                String hostname,
                int port,
                String endpointName,
                AddressResolution addressResolution,
                Configuration configuration)
                throws UnknownHostException {
            return Loaded.PEKKO.getRpcUrl(hostname, port, endpointName, addressResolution, configuration);
        }

        @Override
        public InetSocketAddress getInetSocketAddressFromRpcUrl(String url) throws Exception {
            return Loaded.PEKKO.getInetSocketAddressFromRpcUrl(url);
        }

        @Override
        public long getMaximumMessageSizeInBytes(Configuration configuration) {
            return Loaded.PEKKO.getMaximumMessageSizeInBytes(configuration);
        }
    }
}
