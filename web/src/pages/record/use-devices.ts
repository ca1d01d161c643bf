import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type EquipmentState, idOf } from './equipment.ts';

interface Device {
  readonly id: string;
  readonly label: string;
}

/** The microphones and cameras that are plugged in; browsers name them only to a page that uses one of them. */
export function useDevices({ microphoneId, camera }: EquipmentState) {
  const { data = [], refetch } = useQuery({
    queryKey: ['devices', microphoneId, idOf(camera)],
    queryFn: () => navigator.mediaDevices.enumerateDevices(),
    placeholderData: keepPreviousData,
    networkMode: 'always',
  });
  useEffect(() => {
    const onChange = () => void refetch();
    navigator.mediaDevices.addEventListener('devicechange', onChange);
    return () => navigator.mediaDevices.removeEventListener('devicechange', onChange);
  }, [refetch]);
  return { microphones: namedOf(data, 'audioinput'), cameras: namedOf(data, 'videoinput') };
}

const namedOf = (devices: readonly MediaDeviceInfo[], kind: MediaDeviceKind): readonly Device[] =>
  devices
    .filter((device) => device.kind === kind && device.deviceId !== '' && device.label !== '')
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
